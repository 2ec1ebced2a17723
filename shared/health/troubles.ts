/**
 * What is wrong with an organization's connections, from what was seen of its directory's calls (rows F04, F05). Pure.
 * An organization that takes no SCIM has no such trouble: somebody turned it off.
 */
import {
  type Connection,
  type ConnectionTrouble,
  type Cycle,
  lastSuccessAt,
  type Refused,
} from "../store/connection-documents.ts";
import type { Organization, ScimKey } from "../store/documents.ts";
import { takesScim } from "../store/organizations.ts";
import { type HealthLimits, patienceMs, silentCycle, usualIntervalMs } from "./rhythm.ts";
import { counted, span, time } from "./words.ts";

/** Something that a person must know of a connection; it lasts as long as `since` stays the same. */
export type Trouble = {
  readonly kind: ConnectionTrouble;
  /** The connection's key. */
  readonly key: string | null;
  readonly since: Date;
  readonly lastAt: Date;
  /** How many calls it is about. */
  readonly count: number;
  readonly cause: string;
};

type Judged = Pick<Organization, "plan" | "enabled" | "scim">;
type Refusals = Pick<Trouble, "since" | "lastAt" | "count" | "cause">;

/** So many calls without a way in are enough where the directory came back for another cycle. */
const refusedAgain = 3;
/** A directory whose next cycle is overdue by half has had its turn. */
const overdueFactor = 1.5;

/** All that is wrong with the connections of an organization. */
export function troublesOf(
  organization: Judged,
  connections: readonly Connection[],
  now: Date,
  limits: HealthLimits,
): Trouble[] {
  if (!takesScim(organization)) return [];
  return connections.flatMap((connection) => {
    const { key } = connection;
    const held = organization.scim.keys.find(({ id }) => id === key);
    // A key that is no longer there has nothing to be expected from.
    if (key !== null && !held) return [];
    const refusals = held
      ? keyRefused(connection, held, connections, now, limits)
      : strangerRefused(connection, connections, now, limits);
    const silent = held?.expiresAt === null ? silentCycle(connection, now, limits) : null;
    return [
      ...(refusals ? [{ kind: "connection" as const, key, ...refusals }] : []),
      ...(silent ? [{ kind: "silence" as const, key, ...silenceOf(connection, silent) }] : []),
    ];
  });
}

/**
 * Calls without a key of the organization. Anybody can make them, so they count only where the directory itself is
 * missing: it was here before, nobody got through since they began, and its own next cycle is overdue.
 */
function strangerRefused(
  { refused: { access } }: Connection,
  connections: readonly Connection[],
  now: Date,
  limits: HealthLimits,
): Refusals | null {
  const latest = connections
    .flatMap((connection) => {
      const at = lastSuccessAt(connection);
      return at ? [{ at, cycles: connection.cycles }] : [];
    })
    .sort((one, other) => other.at.getTime() - one.at.getTime())[0];
  if (!access || !latest || latest.at > access.since || !isInARow(access, limits, true)) return null;
  const usualMs = usualIntervalMs(latest.cycles) ?? 0;
  const overdueMs = Math.min(overdueFactor * usualMs, limits.SILENCE_MIN_MS);
  if (now.getTime() - latest.at.getTime() <= overdueMs) return null;
  return told(access, "The directory is not let in: its key is wrong or has ended");
}

/** Calls with a key of the organization: one that has expired, or one that is good while its calls are wrong. */
function keyRefused(
  connection: Connection,
  { prefix, expiresAt }: ScimKey,
  connections: readonly Connection[],
  now: Date,
  limits: HealthLimits,
): Refusals | null {
  const { access, write, read } = connection.refused;
  if (expiresAt !== null && expiresAt <= now) {
    if (!access || !isInARow(access, limits, true) || isQuiet(connection, access, now, limits)) return null;
    if (connections.some(({ firstSuccessAt }) => firstSuccessAt && firstSuccessAt > access.since))
      return null;
    return told(
      access,
      `The directory is not let in: its key ${prefix}… expired at ${time(expiresAt)}, and the new one is not in use`,
    );
  }
  const success = lastSuccessAt(connection);
  const isOver = (row: Refused) =>
    success !== null && success > row.lastAt && isQuiet(connection, row, now, limits);
  const row = [write, read].find((one) => one && isInARow(one, limits, false) && !isOver(one));
  return row ? told(row, `The directory's ${row === write ? "writes" : "reads"} are refused`) : null;
}

/** Whether so many calls were refused that it is no accident, and no trial of a connection that is being set up. */
function isInARow({ count, since, lastAt }: Refused, limits: HealthLimits, ofAccess: boolean): boolean {
  const lastedMs = lastAt.getTime() - since.getTime();
  if (count >= limits.CONNECTION_REFUSALS && lastedMs >= limits.CONNECTION_REFUSALS_MS) return true;
  return ofAccess && count >= refusedAgain && lastedMs >= limits.CONNECTION_GAP_MS;
}

/** Whether calls of that kind have stopped coming for longer than the directory ever stays away. */
function isQuiet({ cycles }: Connection, { lastAt }: Refused, now: Date, limits: HealthLimits): boolean {
  return now.getTime() - lastAt.getTime() > (patienceMs(cycles, limits) ?? limits.SILENCE_MIN_MS);
}

function told({ status, detail, count, since, lastAt }: Refused, what: string): Refusals {
  const answer = `${status}${detail === "" ? "" : `: ${detail}`}`;
  const cause = `${what}. ${counted(count, "call")} in a row since ${time(since)} got the answer ${answer}`;
  return { since, lastAt, count, cause };
}

function silenceOf({ cycles }: Connection, { endedAt, refusals, errors, cutShort }: Cycle) {
  const usual = usualIntervalMs(cycles);
  const rhythm = usual === null ? "" : `; before, it came every ${span(usual)}`;
  const went = [
    ...(refusals > 0 ? [`${counted(refusals, "call")} refused`] : []),
    ...(errors > 0 ? [`${counted(errors, "call")} that could not be served`] : []),
    ...(cutShort ? ["its last call broken off"] : []),
  ].join(", ");
  const cause = `The directory has not come since ${time(endedAt)}${rhythm}. Its last cycle had ${went}.`;
  return { since: endedAt, lastAt: endedAt, count: 1, cause };
}

/** How many calls have been refused for want of a way in since one was let in; for an organization yet to connect. */
export function refusedAtTheDoor(connections: readonly Connection[]): Refused | null {
  const rows = connections.flatMap(({ refused }) => (refused.access ? [refused.access] : []));
  return rows.sort((one, other) => other.lastAt.getTime() - one.lastAt.getTime())[0] ?? null;
}
