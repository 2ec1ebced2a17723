/**
 * How the sync of an organization is, with the reasons in words: from what was seen of its directory, what is open,
 * and what is not applied yet. Pure.
 */
import { failureWords } from "../failure-words.ts";
import { type Connection, connectionTroubles, lastSuccessAt } from "../store/connection-documents.ts";
import type { FailureKind, Organization } from "../store/documents.ts";
import { takesScim } from "../store/organizations.ts";
import { type HealthLimits, troubledCycle } from "./rhythm.ts";
import { refusedAtTheDoor, troublesOf } from "./troubles.ts";
import { counted, span, time } from "./words.ts";

/**
 * `off`: no directory is let in. `neverConnected`: none came with success yet. `silent`: it stays away after trouble.
 * `failing`: what the directory wants does not come into force. `degraded`: most of it does, and somebody must look.
 */
export type HealthState = "off" | "neverConnected" | "failing" | "silent" | "degraded" | "healthy";

export type Health = {
  readonly state: HealthState;
  /** The weightiest first; at least one. */
  readonly reasons: readonly string[];
};

export type Situation = {
  readonly organization: Pick<Organization, "plan" | "enabled" | "scim">;
  readonly connections: readonly Connection[];
  /** The failures that are open, by kind. */
  readonly open: readonly { readonly kind: FailureKind; readonly total: number }[];
  /** When the oldest work that is not applied yet was acknowledged; null where all is applied. */
  readonly pendingSince: Date | null;
};

type Reason = readonly [state: "failing" | "silent" | "degraded", words: string];

/** Work is applied within moments; with all its retries, within this. */
const slowMs = 5 * 60_000;
/** No worker is at it, or the database has been away for long. */
const stuckMs = 60 * 60_000;

/** How the sync is. */
export function healthOf(situation: Situation, now: Date, limits: HealthLimits): Health {
  const { organization, connections } = situation;
  if (!takesScim(organization)) return { state: "off", reasons: [whyOff(organization)] };
  const reasons = [
    ...troubleReasons(situation, now, limits),
    ...pendingReasons(situation, now),
    ...openReasons(situation),
    ...cycleReasons(connections),
  ];
  if (!hasConnected(situation))
    return {
      state: "neverConnected",
      reasons: [whyNever(connections), ...reasons.map(([, words]) => words)],
    };
  const order = ["failing", "silent", "degraded"] as const;
  const state = order.find((one) => reasons.some(([of]) => of === one));
  if (!state) return { state: "healthy", reasons: [seenLast(connections, now)] };
  return {
    state,
    reasons: order.flatMap((one) => reasons.filter(([of]) => of === one).map(([, words]) => words)),
  };
}

function troubleReasons({ organization, connections }: Situation, now: Date, limits: HealthLimits): Reason[] {
  return troublesOf(organization, connections, now, limits).map(
    ({ kind, cause }): Reason => [kind === "connection" ? "failing" : "silent", cause],
  );
}

function pendingReasons({ pendingSince }: Situation, now: Date): Reason[] {
  const ms = pendingSince ? now.getTime() - pendingSince.getTime() : 0;
  if (ms < slowMs) return [];
  const words = `What was acknowledged ${span(ms)} ago is not applied yet.`;
  return [ms < stuckMs ? ["degraded", words] : ["failing", `${words} See whether the workers run.`]];
}

/** What is told of a connection is told from what was seen; a failure of it may lag behind. */
function openReasons({ open }: Situation): Reason[] {
  const others = open.filter(
    ({ kind, total }) => total > 0 && !connectionTroubles.some((one) => one === kind),
  );
  return others.map(({ kind, total }): Reason => {
    const words = failureWords[kind].headline(total);
    return ["degraded", `${words.charAt(0).toUpperCase()}${words.slice(1)}.`];
  });
}

function cycleReasons(connections: readonly Connection[]): Reason[] {
  const known = connections.filter(({ key }) => key !== null);
  const latest = known.sort((one, other) => lastCallAt(other) - lastCallAt(one))[0];
  const cycle = latest && troubledCycle(latest);
  if (!cycle) return [];
  const { calls, refusals, errors, cutShort } = cycle;
  const parts = [
    ...(refusals > 0 ? [`${refusals} refused`] : []),
    ...(errors > 0 ? [`${errors} not served`] : []),
    ...(cutShort ? ["the last one broken off"] : []),
  ];
  return [["degraded", `Of ${counted(calls, "call")} in the directory's last cycle: ${parts.join(", ")}.`]];
}

function hasConnected({ organization, connections }: Situation): boolean {
  return (
    connections.some((connection) => lastSuccessAt(connection) !== null) ||
    organization.scim.keys.some(({ lastUsedAt }) => lastUsedAt !== null)
  );
}

function whyOff({ enabled, scim }: Situation["organization"]): string {
  if (!enabled) return "The organization is disabled; no directory is let in.";
  if (!scim.enabled) return "SCIM is off; no directory is let in.";
  return "The plan has no SCIM; no directory is let in.";
}

function whyNever(connections: readonly Connection[]): string {
  const never = "No directory has connected yet.";
  const refused = refusedAtTheDoor(connections);
  if (!refused) return never;
  const { count, since, lastAt } = refused;
  return `${never} ${counted(count, "call")} since ${time(since)}, the last at ${time(lastAt)}, came with a key that is wrong or has ended.`;
}

function seenLast(connections: readonly Connection[], now: Date): string {
  const last = Math.max(...connections.map(({ fine }) => Number(fine.access ?? 0)), 0);
  if (last === 0) return "The directory has connected; nothing is wrong.";
  return `The directory came last ${span(now.getTime() - last)} ago, and nothing went wrong.`;
}

function lastCallAt({ cycles }: Connection): number {
  return Number(cycles.at(-1)?.endedAt ?? 0);
}
