/**
 * Waiting with an end: whoever asks another program says how long it waits for the answer.
 */

/**
 * Waits for work, and no longer than so.
 * @param who is waited for, as the error names it
 * @throws Error where it takes longer; the work itself goes on, and nobody hears of its end
 */
export function within<Result>(work: Promise<Result>, waitMs: number, who: string): Promise<Result> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`${who} did not answer within ${waitMs} ms`));
    const deadline = setTimeout(late, waitMs);
    work.finally(() => clearTimeout(deadline)).then(resolve, reject);
  });
}
