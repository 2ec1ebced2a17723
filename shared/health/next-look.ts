/**
 * When to look at a connection again though no call comes: time alone makes a directory silent, or its refusals old.
 * Pure.
 */
import { type Connection, slots } from "../store/connection-documents.ts";
import { type HealthLimits, silentAt } from "./rhythm.ts";

/** What was told may be over each minute; what came to nothing for long is looked at ever less. */
const soonMs = 60_000;
const lateMs = 86_400_000;

/** @returns null where nothing can change until the directory calls */
export function nextLookAt(connection: Connection, now: Date, limits: HealthLimits): Date | null {
  const times = [silenceAhead(connection, now, limits), undecidedAgain(connection, now)].filter(
    (time) => time !== null,
  );
  return times.length === 0 ? null : new Date(Math.min(...times));
}

function silenceAhead(connection: Connection, now: Date, limits: HealthLimits): number | null {
  const at = silentAt(connection, limits);
  // A millisecond later it is longer than the directory ever stayed away.
  return at && at >= now ? at.getTime() + 1 : null;
}

function undecidedAgain({ refused, told, cycles }: Connection, now: Date): number | null {
  if (Object.keys(told ?? {}).length > 0) return now.getTime() + soonMs;
  if (!slots.some((slot) => refused[slot])) return null;
  const restedMs = now.getTime() - (cycles.at(-1)?.endedAt ?? now).getTime();
  return now.getTime() + Math.min(lateMs, Math.max(soonMs, restedMs));
}
