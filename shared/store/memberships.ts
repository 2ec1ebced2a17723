/**
 * Memberships of groups: read by group, by member, and written. A write carries the ticket of its group and holds
 * only over an older one, so that what comes late never undoes what was acknowledged after it.
 */
import { type AnyBulkWriteOperation, ObjectId } from "mongodb";
import { inBatches } from "./batch.ts";
import type { Actor } from "./documents.ts";
import type { Group, Membership } from "./group-documents.ts";
import type { Store } from "./store.ts";
import { duplicatesIn } from "./trouble.ts";

/** For how long the tombstone of a membership stays: longer than any request lives. */
export const tombstoneMs = 24 * 60 * 60 * 1000;

/** What one request wants of one membership. */
export type MembershipChange = {
  readonly member: string;
  readonly present: boolean;
  /** The member's name, where one was sent along. */
  readonly display?: string | undefined;
  /** False where it is so already, and is only to be kept so against older writes that come late. */
  readonly tell: boolean;
  /** Whether there is a document of it, as far as was seen. */
  readonly exists: boolean;
};

/** Who writes, with which ticket, when. */
type MembershipWrite = {
  readonly group: Pick<Group, "organization" | "_id">;
  readonly version: number;
  readonly actor: Actor;
  readonly now: Date;
};

export type MembershipWriter = (
  write: MembershipWrite,
  changes: readonly MembershipChange[],
) => Promise<void>;

/** More changes than that go in a bulk of their own, so that a large group does not hold up a small one. */
const sharedMax = 20;

/** Makes the group commit of membership writes. What it was told to write is journaled, or was overtaken. */
export function openMembershipWriter(store: Store): MembershipWriter {
  const share = inBatches(
    async (writes: readonly AnyBulkWriteOperation<Membership>[][]) => {
      await commit(store, writes.flat());
      return writes.map(() => true);
    },
    { itemsMax: 200, inFlightMax: 2 },
  );
  return async (write, changes) => {
    const operations = changes.map((change) => operationOf(write, change));
    if (operations.length > sharedMax) await commit(store, operations);
    else if (operations.length > 0) await share(operations);
  };
}

/** Inserts that met a document are made again as updates, which then win or lose by their version. */
async function commit(store: Store, operations: readonly AnyBulkWriteOperation<Membership>[]): Promise<void> {
  try {
    await store.memberships.bulkWrite([...operations], { ordered: false });
  } catch (error) {
    const met = duplicatesIn(error).flatMap(({ index }) => operations[index] ?? []);
    const again = met.flatMap((operation) => ("insertOne" in operation ? [asUpdate(operation)] : []));
    if (again.length > 0) await commit(store, again);
  }
}

function operationOf(write: MembershipWrite, change: MembershipChange): AnyBulkWriteOperation<Membership> {
  const { group, version, actor, now } = write;
  const { member, present, display, tell, exists } = change;
  const edge = { organization: group.organization, group: group._id, member };
  const set = {
    present,
    writtenBy: actor,
    ...(actor.kind === "key" && { directory: present }),
    ...(display !== undefined && { display }),
  };
  if (!tell) return bulwark(edge, version, set, new Date(now.getTime() + tombstoneMs));
  if (exists) return guarded(edge, version, set, now);
  const pending = { since: now, dueAt: now, attempts: 0 };
  return { insertOne: { document: { _id: new ObjectId(), ...edge, version, ...set, pending } } };
}

type Edge = Pick<Membership, "organization" | "group" | "member">;
type Set = Pick<Membership, "present" | "writtenBy" | "directory" | "display">;

/** The upsert collides with what is newer, and so changes nothing of it. */
function guarded(edge: Edge, version: number, set: Set, now: Date): AnyBulkWriteOperation<Membership> {
  return {
    updateOne: {
      filter: { ...edge, version: { $lt: version } },
      update: {
        $set: { ...set, version, "pending.dueAt": now, "pending.attempts": 0 },
        $min: { "pending.since": now },
        // A name that was sent before is not that of who comes in now without one.
        $unset: { "pending.failedAt": true, forgetAt: true, ...(!set.display && { display: true }) },
      },
      upsert: true,
    },
  };
}

/**
 * Keeps what is so already as it is, against a write that was given its ticket before: who is in a group stays in it,
 * and who is out of it has a tombstone.
 */
function bulwark(edge: Edge, version: number, set: Set, forgetAt: Date): AnyBulkWriteOperation<Membership> {
  const filter = { ...edge, version: { $lte: version } };
  if (set.present)
    return { updateOne: { filter: { ...filter, present: true }, update: { $set: { version } } } };
  // What is pending is no tombstone yet; a worker makes it one.
  const isPending = { $ne: [{ $type: "$pending" }, "missing"] };
  const kept = Object.entries(set).map(([name, value]) => [
    name,
    { $ifNull: [`$${name}`, { $literal: value }] },
  ]);
  const fields = { ...Object.fromEntries(kept), version };
  const update = [{ $set: { ...fields, forgetAt: { $cond: [isPending, "$$REMOVE", forgetAt] } } }];
  return { updateOne: { filter: { ...filter, present: { $ne: true } }, update, upsert: true } };
}

function asUpdate({
  insertOne: { document },
}: {
  insertOne: { document: Omit<Membership, "_id"> };
}): AnyBulkWriteOperation<Membership> {
  const { organization, group, member, version, present, writtenBy, directory, display, pending } = document;
  const set = {
    present,
    writtenBy,
    ...(directory !== undefined && { directory }),
    ...(display !== undefined && { display }),
  };
  return guarded({ organization, group, member }, version, set, pending?.dueAt ?? new Date());
}

/** What is seen of a membership. */
export type Seen = Pick<Membership, "member" | "present" | "directory" | "display">;

/** The memberships that there are, tombstones too, of some members in a group; by member. */
export async function readMemberships(
  { memberships }: Store,
  { organization, _id }: Pick<Group, "organization" | "_id">,
  members: readonly string[],
): Promise<Map<string, Seen>> {
  const found = await memberships
    .find({ organization, group: _id, member: { $in: [...members] } }, { projection: seen })
    .toArray();
  return new Map(found.map((membership) => [membership.member, membership]));
}

/**
 * Reads the members of a group, by their ids in ascending order, some at a time.
 * @param who those who are in it; or also those who are out by hand while the directory has them in
 */
export async function* pagesOfMembers(
  { memberships }: Store,
  { organization, _id }: Pick<Group, "organization" | "_id">,
  who: "present" | "claimed",
  options: { pageSize: number; after?: string | undefined },
): AsyncGenerator<readonly Seen[]> {
  const { pageSize, after } = options;
  const cursor = memberships
    .find(
      {
        organization,
        group: _id,
        ...(after !== undefined && { member: { $gt: after } }),
        ...(who === "present" ? { present: true } : { $or: [{ present: true }, { directory: true }] }),
      },
      { projection: seen, batchSize: pageSize },
    )
    .sort({ member: 1 });
  try {
    // What has arrived is handed on together: a round of the event loop for each member would be the dearest part.
    while (await cursor.hasNext()) yield cursor.readBufferedDocuments();
  } finally {
    await cursor.close();
  }
}

/** Whether more than so many members are in a group. */
export async function isLargerThan(
  { memberships }: Store,
  { organization, _id }: Pick<Group, "organization" | "_id">,
  count: number,
): Promise<boolean> {
  const query = { organization, group: _id, present: true };
  return (await memberships.countDocuments(query, { limit: count + 1 })) > count;
}

const seen = { _id: 0, member: 1, present: 1, directory: 1, display: 1 } as const;

/** The ids of the groups that each of some members is in. */
export async function groupsOfMembers(
  { memberships }: Store,
  organization: string,
  members: readonly string[],
): Promise<Map<string, string[]>> {
  const found = await memberships
    .find(
      { organization, member: { $in: [...members] }, present: true },
      { projection: { _id: 0, member: 1, group: 1 } },
    )
    .toArray();
  const byMember = Map.groupBy(found, ({ member }) => member);
  return new Map([...byMember].map(([member, own]) => [member, own.map(({ group }) => group)]));
}
