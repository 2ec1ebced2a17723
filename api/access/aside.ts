/**
 * Work that goes on after the answer, so that how long the answer takes tells nothing of it. There is a bound to how
 * much goes on at once, and the process waits for it at its end.
 */
import type { Log } from "../../shared/log.ts";

export type Aside = {
  /** Begins the work, unless there is too much. What it throws is logged. @returns whether it was begun */
  run(what: string, work: () => Promise<void>): boolean;
  /** Waits for all that was begun. */
  settled(): Promise<void>;
};

const atOnceMax = 100;

export function openAside(log: Log): Aside {
  const running = new Set<Promise<void>>();
  return {
    run: (what, work) => {
      if (running.size >= atOnceMax) return false;
      const begun = work()
        .catch((error: unknown) => log.error({ err: error }, `${what} went wrong`))
        .finally(() => running.delete(begun));
      running.add(begun);
      return true;
    },
    settled: async () => {
      await Promise.all(running);
    },
  };
}
