/**
 * Connections for tests, by what is particular about them.
 */
import type { Connection, Cycle } from "../store/connection-documents.ts";
import type { Organization, ScimKey } from "../store/documents.ts";
import type { HealthLimits } from "./rhythm.ts";

export const minuteMs = 60_000;
export const now = new Date("2026-02-01T12:00:00Z");

export const limits: HealthLimits = {
  CONNECTION_GAP_MS: 5 * minuteMs,
  CONNECTION_REFUSALS: 10,
  CONNECTION_REFUSALS_MS: minuteMs,
  SILENCE_MIN_MS: 60 * minuteMs,
};

/** So many minutes before now. */
export function ago(minutes: number): Date {
  return new Date(now.getTime() - minutes * minuteMs);
}

export const key: ScimKey = {
  id: "k1",
  hash: "hash",
  prefix: "rc_abcde",
  createdAt: ago(100_000),
  lastUsedAt: null,
  expiresAt: null,
};

export const organization: Pick<Organization, "plan" | "enabled" | "scim"> = {
  plan: "enterprise",
  enabled: true,
  scim: { enabled: true, keys: [key] },
};

/** A cycle of a minute that began so many minutes ago. */
export function cycle(minutes: number, more: Partial<Cycle> = {}): Cycle {
  return {
    startedAt: ago(minutes),
    endedAt: ago(minutes - 1),
    calls: 20,
    writes: 10,
    refusals: 0,
    errors: 0,
    cutShort: false,
    ...more,
  };
}

/** Cycles every 40 minutes, the last of which began so many minutes ago. */
export function cyclesUntil(minutes: number, last: Partial<Cycle> = {}): Cycle[] {
  return [...[5, 4, 3, 2, 1].map((back) => cycle(minutes + back * 40)), cycle(minutes, last)];
}

/** A connection of the key that went well in its last cycle. */
export function connection(more: Partial<Connection> = {}): Connection {
  const cycles = more.cycles ?? cyclesUntil(10);
  const endedAt = cycles.at(-1)?.endedAt ?? now;
  return {
    _id: `acme:${more.key === undefined ? key.id : (more.key ?? "")}`,
    organization: "acme",
    key: key.id,
    revision: 1,
    fine: { access: endedAt, read: endedAt, write: endedAt },
    firstSuccessAt: ago(100_000),
    refused: {},
    ...more,
    cycles,
  };
}
