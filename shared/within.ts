/**
 * Waiting with an end: whoever asks another program says how long it waits for the answer.
 */

/** Somebody who was asked has not answered in time; it may be that they have done what they were asked. */
export class Unanswered extends Error {
  constructor(who: string, waitMs: number) {
    super(`${who} did not answer within ${waitMs} ms`);
    this.name = "Unanswered";
  }
}

/**
 * Waits for work, and no longer than so.
 * @param who is waited for, as the error names it
 * @throws Unanswered where it takes longer; the work itself goes on, and nobody hears of its end
 */
export function within<Result>(work: Promise<Result>, waitMs: number, who: string): Promise<Result> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => reject(new Unanswered(who, waitMs)), waitMs);
    work.finally(() => clearTimeout(deadline)).then(resolve, reject);
  });
}
