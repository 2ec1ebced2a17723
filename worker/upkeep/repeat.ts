/**
 * Repeats upkeep for as long as the process runs: one run at a time, a pause after each, and a run that fails is
 * logged and followed by the next. The clock is the process's own, since a schedule in Redis is lost with Redis.
 */
import { setTimeout as pause } from "node:timers/promises";
import { within } from "../../shared/within.ts";
import type { WorkerDeps } from "../deps.ts";

/**
 * @param everyMs the pause between two runs; 0 turns the upkeep off
 * @returns when the process stops and the last run has ended
 */
export async function repeat(
  deps: WorkerDeps,
  name: string,
  everyMs: number,
  run: (deps: WorkerDeps) => Promise<void>,
): Promise<void> {
  const { config, log, stopping } = deps;
  while (everyMs > 0 && !stopping.aborted) {
    await pause(everyMs, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted) return;
    await within(run(deps), config.WORK_LOST_MS, name).catch((error: unknown) =>
      log.error({ err: error, upkeep: name }, "upkeep failed"),
    );
  }
}
