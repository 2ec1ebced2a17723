/**
 * One cycle under way, and what it has come to so far.
 *
 * Always true: the report counts what the server has taken, not what was tried.
 */
import type { Kind } from "./provisioned.ts";
import { type Source, sourceOf } from "./source.ts";
import type { Tenant } from "./tenant.ts";
import type { Connection } from "./wire/connection.ts";

export type CycleReport = {
  /** Retries included. */
  requests: number;
  created: number;
  /** Found in the target instead of created. */
  matched: number;
  /** People of whom attributes other than `active` were changed. */
  updated: number;
  disabled: number;
  enabled: number;
  deleted: number;
  /** People whose manager was sent in the second pass. */
  references: number;
  groups: { created: number; matched: number; updated: number; deleted: number };
  memberships: { added: number; removed: number };
  /** By sign-in name or group name. */
  refused: { subject: string; status: number; detail: string }[];
  tookMs: number;
};
export type Job = {
  source: Source;
  users: Kind;
  /** Null where the mapping of groups is off. */
  groups: Kind | null;
  report: CycleReport;
};

export function openJob(tenant: Tenant, connection: Connection): Job {
  const source = sourceOf(tenant);
  const users: Kind = { connection, endpoint: "/Users", query: {}, mappings: source.users };
  const groups: Kind | null = source.groups && {
    connection,
    endpoint: "/Groups",
    query: { excludedAttributes: "members" },
    mappings: source.groups,
  };
  return { source, users, groups, report: emptyReport() };
}

function emptyReport(): CycleReport {
  return {
    requests: 0,
    created: 0,
    matched: 0,
    updated: 0,
    disabled: 0,
    enabled: 0,
    deleted: 0,
    references: 0,
    groups: { created: 0, matched: 0, updated: 0, deleted: 0 },
    memberships: { added: 0, removed: 0 },
    refused: [],
    tookMs: 0,
  };
}
