/**
 * Access before mail: while this process brings organizations to what their records say, e-mails step aside for a
 * little, since a revocation must not wait behind a thousand invitations.
 */

export type Precedence = {
  /** Runs what goes first. */
  first<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Waits until nothing that goes first is running, and no longer than `waitMaxMs`, so that mail never starves. */
  stepAside(): Promise<void>;
};

/** @param waitMaxMs how long one e-mail steps aside at most */
export function openPrecedence(waitMaxMs: number): Precedence {
  let running = 0;
  let aside: (() => void)[] = [];

  function release(): void {
    running -= 1;
    if (running > 0) return;
    for (const resume of aside) resume();
    aside = [];
  }

  return {
    first: async (work) => {
      running += 1;
      return work().finally(release);
    },
    stepAside: () =>
      new Promise((resolve) => {
        if (running === 0) return resolve();
        const deadline = setTimeout(resolve, waitMaxMs);
        aside.push(() => {
          clearTimeout(deadline);
          resolve();
        });
      }),
  };
}
