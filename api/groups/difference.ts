/**
 * From who is wanted in a group to what is to be written: nothing for those of whom it is true already, and nothing
 * for ids that are no members of the organization, who are named instead (row B39).
 */
import { setImmediate } from "node:timers/promises";
import type { WantedMembers } from "../../shared/scim/group-write/group-write.ts";
import type { Actor } from "../../shared/store/documents.ts";
import type { Group } from "../../shared/store/group-documents.ts";
import { ownName, shownOfMember } from "../../shared/store/membership-elements.ts";
import {
  type MembershipChange,
  pagesOfMembers,
  readMemberships,
  type Seen,
} from "../../shared/store/memberships.ts";
import type { Store } from "../../shared/store/store.ts";
import { inChunks } from "./chunks.ts";

export type Difference = {
  readonly changes: readonly MembershipChange[];
  /** The ids that are no members of the organization. */
  readonly unknown: readonly string[];
  /** Whether the write says of everybody whether they are in the group. */
  readonly isWhole: boolean;
  /** The ids that are to be out of the group and are no members of the organization anyway. */
  readonly left: readonly string[];
};

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
  { changes, displays }: WantedMembers,
  actor: Actor,
): Promise<Difference> {
  const found: MembershipChange[] = [];
  const unknown: string[] = [];
  const left: string[] = [];
  for (const members of inChunks([...changes.keys()])) {
    const [seen, known] = await Promise.all([
      readMemberships(store, group, members),
      namesAmong(store, group.organization, members),
    ]);
    for (const member of members) {
      const before = seen.get(member);
      const present = changes.get(member) === true;
      const display = unlessOwn(displays.get(member), before, known.get(member));
      const tell = differs(before, { present, display }, actor);
      const isKnown = known.has(member);
      if (present && !isKnown) unknown.push(member);
      // What is so already is kept so, against a write that was on its way before.
      else if (present || before || isKnown)
        found.push({ member, present, display, tell, exists: before !== undefined });
      if (!present && !isKnown) left.push(member);
    }
  }
  return { changes: found, unknown, isWhole: false, left };
}

/** Reads all members of the group, a page at a time. */
async function againstAll(
  store: Store,
  group: Group,
  { changes, displays }: WantedMembers,
  actor: Actor,
): Promise<Difference> {
  const found: MembershipChange[] = [];
  const unknown: string[] = [];
  const missing = await wantedAmong(changes);
  for await (const page of pagesOfMembers(store, group, "claimed", { pageSize: pageOfMembers })) {
    const unnamed = page.filter((one) => one.display === undefined && displays.has(one.member));
    const names = await namesAmong(
      store,
      group.organization,
      unnamed.map(({ member }) => member),
    );
    for (const before of page) {
      const { member } = before;
      const present = missing.delete(member);
      const display = unlessOwn(displays.get(member), before, names.get(member));
      if (differs(before, { present, display }, actor))
        found.push({ member, present, display, tell: true, exists: true });
    }
  }
  for (const members of inChunks([...missing])) {
    const [tombstones, known] = await Promise.all([
      readMemberships(store, group, members),
      namesAmong(store, group.organization, members),
    ]);
    for (const member of members) {
      const display = unlessOwn(displays.get(member), undefined, known.get(member));
      if (known.has(member))
        found.push({ member, present: true, display, tell: true, exists: tombstones.has(member) });
      else unknown.push(member);
    }
  }
  return { changes: found, unknown, isWhole: true, left: [] };
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
function differs(
  before: Seen | undefined,
  { present, display }: { readonly present: boolean; readonly display: string | undefined },
  actor: Actor,
): boolean {
  const is = before?.present ?? false;
  if (is !== present || (display !== undefined && display !== before?.display)) return true;
  return actor.kind === "key" && before !== undefined && (before.directory ?? false) !== present;
}

/**
 * The name that was sent, unless it is the one that is shown anyway: a client that sends back what it read names
 * nobody anew, and a person who is renamed later is so in the group too.
 */
function unlessOwn(
  display: string | undefined,
  before: Seen | undefined,
  own: string | undefined,
): string | undefined {
  return before?.display === undefined && display === own ? undefined : display;
}

/** Those of some ids that are members of the organization, with what each is called. */
async function namesAmong(
  { members }: Store,
  organization: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const some of inChunks(ids)) {
    const query = { organization, _id: { $in: [...some] }, removedAt: { $exists: false } };
    for (const { _id, attributes } of await members.find(query, { projection: shownOfMember }).toArray())
      names.set(_id, ownName(attributes));
  }
  return names;
}
