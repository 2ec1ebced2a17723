/**
 * Tells the operators that a limit was reached: at once, and then at most every ten seconds with how often, however
 * many were refused meanwhile. A flood must not fill the log too.
 */
import type { Log } from "../../shared/log.ts";

/** @param limit the setting that was reached; @param what was refused, in words */
export type Warn = (limit: string, what: string) => void;

const everyMs = 10_000;

export function openWarnings(log: Pick<Log, "warn">, now: () => number): Warn {
  const told = new Map<string, { at: number; since: number }>();
  return (limit, what) => {
    const at = now();
    const before = told.get(limit);
    if (before && at - before.at < everyMs) {
      before.since += 1;
      return;
    }
    log.warn({ limit, refused: (before?.since ?? 0) + 1 }, what);
    told.set(limit, { at, since: 0 });
  };
}
