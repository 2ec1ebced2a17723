/**
 * How often a directory comes, from the cycles that were seen of it. Pure.
 */
import type { Config } from "../config.ts";
import type { Connection, Cycle } from "../store/connection-documents.ts";

export type HealthLimits = Pick<
  Config,
  "CONNECTION_GAP_MS" | "CONNECTION_REFUSALS" | "CONNECTION_REFUSALS_MS" | "SILENCE_MIN_MS"
>;

/** So many cycles must have been seen before a directory has a rhythm, and so many must be missing. */
const rhythmCycles = 3;

/** The time from one cycle to the next in milliseconds, as it mostly is; null where too few were seen. */
export function usualIntervalMs(cycles: readonly Cycle[]): number | null {
  const intervals = intervalsOf(cycles).sort((one, other) => one - other);
  const middle = intervals[Math.floor(intervals.length / 2)];
  return cycles.length < rhythmCycles || middle === undefined ? null : middle;
}

/**
 * How long a directory may stay away before it counts as silent, in milliseconds; null where it has no rhythm yet.
 * A silence as long as one that was seen before is no news: a directory that sends each change at once rests at night.
 */
export function patienceMs(cycles: readonly Cycle[], { SILENCE_MIN_MS }: HealthLimits): number | null {
  const usual = usualIntervalMs(cycles);
  return usual === null ? null : Math.max(rhythmCycles * usual, ...intervalsOf(cycles), SILENCE_MIN_MS);
}

/** The last cycle where something went wrong in it: calls refused, not served, or broken off. */
export function troubledCycle({ cycles }: Pick<Connection, "cycles">): Cycle | null {
  const last = cycles.at(-1);
  return last && (last.refusals > 0 || last.errors > 0 || last.cutShort) ? last : null;
}

/**
 * The last cycle of a directory that was active, came to trouble and has fallen silent; null for any other.
 */
export function silentCycle(connection: Connection, now: Date, limits: HealthLimits): Cycle | null {
  const end = silentAt(connection, limits);
  return end && now > end ? troubledCycle(connection) : null;
}

/** When the directory counts as silent if it does not come before; null where its silence would be no trouble. */
export function silentAt(connection: Connection, limits: HealthLimits): Date | null {
  const cycle = troubledCycle(connection);
  const patience = patienceMs(connection.cycles, limits);
  return cycle && patience !== null ? new Date(cycle.endedAt.getTime() + patience) : null;
}

function intervalsOf(cycles: readonly Cycle[]): number[] {
  return cycles
    .slice(1)
    .map(({ startedAt }, index) => startedAt.getTime() - startOf(cycles[index], startedAt));
}

function startOf(cycle: Cycle | undefined, otherwise: Date): number {
  return (cycle?.startedAt ?? otherwise).getTime();
}
