/**
 * The changes of members that a cycle has to send, in portions.
 *
 * Always true: only differences are sent, and groups take turns, so that a large one does not fill all connections.
 */
import type { Source } from "../source.ts";
import type { Group } from "./group.ts";
import { wantedMembersOf } from "./wanted.ts";

export type MembershipChange = { group: Group; op: "Add" | "Remove"; ids: string[] };

const idsPerPatch = 100;

/** Of groups that are in the target. Who is no longer there has taken their memberships along. */
export function membershipChangesOf(source: Source, groups: Group[]): MembershipChange[] {
  const present = new Set([...source.byObjectId.values()].map(({ scimId }) => scimId));
  const portions = groups.map((group) => {
    const sent = new Set(group.sentMembers.filter((id) => present.has(id)));
    const wanted = new Set(wantedMembersOf(source, group));
    return [
      ...inPortions(group, "Remove", [...sent.difference(wanted)]),
      ...inPortions(group, "Add", [...wanted.difference(sent)]),
    ];
  });
  const mostPortions = Math.max(0, ...portions.map(({ length }) => length));
  return Array.from({ length: mostPortions }, (_, turn) => portions.flatMap((own) => own[turn] ?? [])).flat();
}

function inPortions(group: Group, op: MembershipChange["op"], ids: string[]): MembershipChange[] {
  const count = Math.ceil(ids.length / idsPerPatch);
  return Array.from({ length: count }, (_, index) => ({
    group,
    op,
    ids: ids.slice(index * idsPerPatch, (index + 1) * idsPerPatch),
  }));
}
