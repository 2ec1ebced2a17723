/**
 * What a start came to, for people to read.
 * Long lists are cut, and say so.
 */
import Table from "cli-table3";
import type { Difference } from "./directory/difference.ts";
import type { CycleReport } from "./directory/job.ts";
import type { Result } from "./result.ts";

const LINES_MAX = 8;
const style = { head: [], border: [] };
/** No lines between rows. */
const chars = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" };

/** Where to look, line by line: what it is, and where. */
export type Place = readonly [name: string, where: string];

/** The table of a sync, and the verdict. */
export function renderResult(cycles: readonly CycleReport[], result: Result): string {
  const table = new Table({ style, chars, wordWrap: true, colWidths: [36, 7, 68] });
  const refusals = uniqueRefusals(cycles);
  const waiting = result.members.filter((member) => member.waiting !== null);
  table.push(
    ["Provisioned by the directory", sum(cycles, "created") + sum(cycles, "matched"), requestsOf(cycles)],
    ["Invited by e-mail", count(result, "member.invited"), ""],
    ["Linked to a member who was there", count(result, "member.linked"), ""],
    ["Updated", count(result, "member.updated"), ""],
    ["Revoked", count(result, "member.revoked"), "no longer enabled, or no longer assigned"],
    ["Restored", count(result, "member.restored"), "enabled again"],
    ["Removed", count(result, "member.removed"), "deleted for good in the directory"],
    ["Groups of the directory", groupsSent(cycles), groupChanges(result)],
    ["Memberships added", count(result, "membership.added"), membershipChanges(result)],
    ["Refused", refusals.length, cut(refusals)],
    ["Waiting", waiting.length, cut(waiting.map((member) => `${member.userName}: ${member.waiting?.kind}`))],
    [
      "Failed",
      result.failures.length,
      cut(result.failures.map(({ subject, cause }) => `${subject}: ${cause}`)),
    ],
    ["From acknowledgement to applied", "", latency(result)],
    ["Organization equals the directory", verdict(result), checks(result)],
  );
  return table.toString();
}

/** The table of where to look. */
export function renderPlaces(places: readonly Place[]): string {
  const table = new Table({ style, chars });
  table.push(...places.map(([name, where]) => [name, where]));
  return table.toString();
}

function sum(cycles: readonly CycleReport[], what: "created" | "matched" | "requests"): number {
  return cycles.reduce((total, cycle) => total + cycle[what], 0);
}

function requestsOf(cycles: readonly CycleReport[]): string {
  const tookMs = cycles.reduce((total, cycle) => total + cycle.tookMs, 0);
  const requests = `${sum(cycles, "requests")} requests in ${(tookMs / 1_000).toFixed(1)} s`;
  return `${requests}: ${sum(cycles, "created")} created, ${sum(cycles, "matched")} matched`;
}

function count(result: Result, kind: string): number {
  return result.events.filter((event) => event.kind === kind).length;
}

function groupsSent(cycles: readonly CycleReport[]): number {
  return cycles.reduce((total, { groups }) => total + groups.created + groups.matched, 0);
}

function groupChanges(result: Result): string {
  return kinds(result, [
    ["group.created", "created"],
    ["group.linked", "linked to one that was there"],
    ["group.updated", "updated"],
    ["group.reverted", "put back after a change by hand"],
    ["group.removed", "removed"],
  ]);
}

function membershipChanges(result: Result): string {
  return kinds(result, [
    ["membership.removed", "removed"],
    ["membership.reverted", "put back after a change by hand"],
  ]);
}

/** Those that there were, in words. */
function kinds(result: Result, names: readonly (readonly [kind: string, name: string])[]): string {
  return names
    .map(([kind, name]) => [count(result, kind), name] as const)
    .filter(([times]) => times > 0)
    .map(([times, name]) => `${times} ${name}`)
    .join(", ");
}

/** Somebody refused is tried again in the next cycle, and counts once. */
function uniqueRefusals(cycles: readonly CycleReport[]): string[] {
  const refused = cycles.flatMap((cycle) => cycle.refused);
  const bySubject = new Map(
    refused.map(({ subject, status, detail }) => [subject, `${subject}: ${status} ${detail}`]),
  );
  return [...bySubject.values()];
}

function latency({ events }: Result): string {
  const times = events.flatMap(({ at, since }) => (since ? [at.getTime() - since.getTime()] : []));
  if (times.length === 0) return "nothing had to be applied";
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.ceil(times.length * share) - 1];
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, over ${times.length} changes`;
}

function verdict({ comparison }: Result): string {
  return comparison.differences.length === 0 ? "yes" : "NO";
}

function checks({ comparison }: Result): string {
  const { people, groups, memberships, differences } = comparison;
  const checked = `${people} people, ${groups} groups and ${memberships} memberships checked one by one`;
  return differences.length === 0 ? checked : `${checked}; different:\n${cut(differences.map(describe))}`;
}

function describe({ subject, attribute, directory, organization }: Difference): string {
  return `${subject}: ${attribute} is "${directory}" there and "${organization}" here`;
}

function cut(lines: readonly string[]): string {
  const rest = lines.length - LINES_MAX;
  return [...lines.slice(0, LINES_MAX), ...(rest > 0 ? [`... and ${rest} more`] : [])].join("\n");
}
