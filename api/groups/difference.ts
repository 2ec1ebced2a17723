/**
 * From who is wanted in a group to what is to be written: nothing for those of whom it is true already, and nothing
 * for ids that are no members of the organization, who are named instead (row B39).
 */
import { setImmediate } from "node:timers/promises";
import type { WantedMembers } from "../../shared/scim/group-write.ts";
import type { Actor } from "../../shared/store/documents.ts";
import type { Group, Membership } from "../../shared/store/group-documents.ts";
import { type MembershipChange, pagesOfMembers, readMemberships } from "../../shared/store/memberships.ts";
import type { Store } from "../../shared/store/store.ts";
import { inChunks } from "./chunks.ts";

export type Difference = {
  readonly changes: readonly MembershipChange[];
  /** The ids that are no members of the organization. */
  readonly unknown: readonly string[];
};

type Seen = Pick<Membership, "member" | "present" | "directory">;

/** Finds the difference between who is in a group and who is wanted there. */
export async function differenceOf(
  store: Store,
  group: Group,
  wanted: WantedMembers,
  actor: Actor,
): Promise<Difference> {
  return wanted.others === "leave"
    ? againstAll(store, group, wanted, actor)
    : againstNamed(store, group, wanted, actor);
}

/** Reads only the memberships that are named. */
async function againstNamed(
  store: Store,
  group: Group,
  { changes }: WantedMembers,
  actor: Actor,
): Promise<Difference> {
  const found: MembershipChange[] = [];
  const unknown: string[] = [];
  for (const members of inChunks([...changes.keys()])) {
    const [seen, known] = await Promise.all([
      readMemberships(store, group, members),
      membersAmong(store, group.organization, members),
    ]);
    for (const member of members) {
      const before = seen.get(member);
      const present = changes.get(member) === true;
      const tell = differs(before, present, actor);
      const isKnown = known.has(member);
      if (present && !isKnown) unknown.push(member);
      // What is so already is kept so, against a write that was on its way before.
      else if (present || before || isKnown)
        found.push({ member, present, tell, exists: before !== undefined });
    }
  }
  return { changes: found, unknown };
}

/** Reads all members of the group, a page at a time. */
async function againstAll(
  store: Store,
  group: Group,
  { changes }: WantedMembers,
  actor: Actor,
): Promise<Difference> {
  const found: MembershipChange[] = [];
  const unknown: string[] = [];
  const missing = await wantedAmong(changes);
  for await (const page of pagesOfMembers(store, group, "claimed", { pageSize: pageOfMembers })) {
    for (const before of page) {
      const { member } = before;
      const present = missing.delete(member);
      if (differs(before, present, actor)) found.push({ member, present, tell: true, exists: true });
    }
  }
  for (const members of inChunks([...missing])) {
    const [tombstones, known] = await Promise.all([
      readMemberships(store, group, members),
      membersAmong(store, group.organization, members),
    ]);
    for (const member of members) {
      if (known.has(member))
        found.push({ member, present: true, tell: true, exists: tombstones.has(member) });
      else unknown.push(member);
    }
  }
  return { changes: found, unknown };
}

const pageOfMembers = 2_000;

/** Those who are to be in the group. Of a long list a part at a time, so that others are served in between. */
async function wantedAmong(changes: WantedMembers["changes"]): Promise<Set<string>> {
  const wanted = new Set<string>();
  let seen = 0;
  for (const [member, present] of changes) {
    if (present) wanted.add(member);
    seen += 1;
    if (seen % atOnce === 0) await setImmediate();
  }
  return wanted;
}

const atOnce = 10_000;

/** In a linked group it counts what the directory said: a directory says it even where it is so already. */
function differs(before: Seen | undefined, present: boolean, actor: Actor): boolean {
  const is = before?.present ?? false;
  if (is !== present) return true;
  return actor.kind === "key" && before !== undefined && (before.directory ?? false) !== present;
}

async function membersAmong(
  { members }: Store,
  organization: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const some of inChunks(ids)) {
    const query = { organization, _id: { $in: [...some] }, removedAt: { $exists: false } };
    for (const { _id } of await members.find(query, { projection: { _id: 1 } }).toArray()) known.add(_id);
  }
  return known;
}
