/**
 * Members as the directory sees them: found, listed and written. A write carries the version that it was made from
 * and goes together with others in one journaled bulk; what it gives back is whether it came to be.
 */
import type { AnyBulkWriteOperation, UpdateFilter } from "mongodb";
import type { UserAttributes } from "../scim/schema/user.ts";
import { fold } from "../scim/value/fold.ts";
import { addressOf } from "./address.ts";
import { inBatches } from "./batch.ts";
import { openReader, type Reader } from "./by-id.ts";
import type { Actor, Member, MemberKeys } from "./documents.ts";
import { userNameIndex } from "./indexes.ts";
import type { Store } from "./store.ts";
import { duplicatesIn } from "./trouble.ts";

/** `stale`: the record has moved on since it was read. `taken`: another member has the userName. */
export type Written = "written" | "stale" | "taken";

export type MemberWriter = (operation: AnyBulkWriteOperation<Member>) => Promise<Written>;

/** What members are found by, from their attributes. */
export function keysOf(attributes: UserAttributes): MemberKeys {
  const { userName, externalId, displayName, name, emails, enterprise } = attributes;
  const address = addressOf(attributes);
  const folded = (emails ?? []).flatMap(({ value }) => (value === undefined ? [] : [fold(value)]));
  return {
    userName: fold(userName),
    ...(externalId !== undefined && { externalId }),
    ...(displayName !== undefined && { displayName: fold(displayName) }),
    ...(name?.familyName !== undefined && { familyName: fold(name.familyName) }),
    ...(folded.length > 0 && { emails: [...new Set(folded)] }),
    ...(address !== undefined && { address: fold(address) }),
    ...(enterprise?.manager?.value !== undefined && { manager: enterprise.manager.value }),
  };
}

/** A member as one comes to be: pending, and with no standing yet. */
export function freshMember(
  born: Pick<Member, "_id" | "organization" | "attributes" | "origin"> & {
    readonly by: Actor;
    readonly at: Date;
  },
): Member {
  const { by, at, ...rest } = born;
  return {
    ...rest,
    version: 1,
    keys: keysOf(born.attributes),
    createdAt: at,
    modifiedAt: at,
    createdBy: by,
    writtenBy: by,
    pending: { since: at, dueAt: at, attempts: 0, changed: [] },
    standing: { status: "staged", role: "member", seat: false },
  };
}

/** Makes the group commit of member writes. */
export function openMemberWriter(store: Store): MemberWriter {
  return inBatches((operations) => commit(store, operations), { itemsMax: 500, inFlightMax: 2 });
}

async function commit(
  store: Store,
  operations: readonly AnyBulkWriteOperation<Member>[],
): Promise<Written[]> {
  const outcomes = operations.map((): Written => "written");
  try {
    await store.members.bulkWrite([...operations], { ordered: false });
  } catch (error) {
    for (const { index, errmsg } of duplicatesIn(error))
      outcomes[index] = errmsg?.includes(userNameIndex) ? "taken" : "stale";
  }
  return outcomes;
}

/** The write that makes a new member. */
export function insertion(member: Member): AnyBulkWriteOperation<Member> {
  return { insertOne: { document: member } };
}

/**
 * The write that gives a member new attributes.
 * The upsert is the guard: where the version is no longer there, it collides with the record's own id, and a bulk
 * tells of that, while it does not tell which of its updates matched nothing.
 */
export function replacement(
  member: Member,
  next: { attributes: UserAttributes; changed: readonly string[]; actor: Actor; now: Date },
): AnyBulkWriteOperation<Member> {
  const { attributes, changed, actor, now } = next;
  const byDirectory = actor.kind === "key" && { directoryKey: actor.id };
  return guarded(member, now, actor, changed, {
    attributes,
    keys: keysOf(attributes),
    modifiedAt: now,
    ...byDirectory,
  });
}

/** The write that makes a member of one whose removal is held for review (row F08), with what the directory wrote. */
export function restoration(
  member: Member,
  next: { attributes: UserAttributes; changed: readonly string[]; actor: Actor; now: Date },
): AnyBulkWriteOperation<Member> {
  const { attributes, changed, actor, now } = next;
  const set = { attributes, keys: keysOf(attributes), modifiedAt: now };
  return guarded(member, now, actor, changed, set, ["removedAt"]);
}

/** Finds the member of a userName whose removal is held for review. */
export async function readHeld(
  { members }: Store,
  organization: string,
  userName: string,
): Promise<Member | null> {
  return members.findOne({
    organization,
    "keys.userName": fold(userName),
    "standing.waiting.kind": "review",
    removedAt: { $exists: true },
  });
}

/**
 * The write that removes a member: its keys are free at once, the rest is cleaned up by a worker. What an admin removes
 * by hand is approved by that.
 */
export function removal(member: Member, actor: Actor, now: Date): AnyBulkWriteOperation<Member> {
  const approval = actor.kind === "key" ? {} : { removalApproved: actor };
  return guarded(member, now, actor, [], { keys: {}, removedAt: now, ...approval });
}

/**
 * The write that sets or lifts an admin's hold on a member, says who owns the profile, releases the first invitation or
 * wants a new one.
 */
export function decision(
  member: Member,
  set: Partial<Pick<Member, "hold" | "profileOwner" | "inviteAgain" | "released">>,
  unset: readonly "hold"[],
  actor: Actor,
  now: Date,
  changed: readonly string[] = [],
): AnyBulkWriteOperation<Member> {
  return guarded(member, now, actor, changed, set, unset);
}

/**
 * The update that decides about many members at once, whatever their versions: as a `decision` of each, due at once.
 * @param set what is decided
 * @param unset what falls away with it
 */
export function decisionOfMany(
  set: Partial<Pick<Member, "keys" | "released" | "removalApproved">>,
  unset: readonly "removedAt"[],
  actor: Actor,
  now: Date,
): UpdateFilter<Member> {
  return {
    $set: { ...set, writtenBy: actor, "pending.dueAt": now, "pending.attempts": 0 },
    $min: { "pending.since": now },
    // Every mark has this list, be it empty.
    $addToSet: { "pending.changed": { $each: [] } },
    $inc: { version: 1 },
    $unset: { "pending.failedAt": true, ...Object.fromEntries(unset.map((name) => [name, true])) },
  };
}

function guarded(
  member: Member,
  now: Date,
  actor: Actor,
  changed: readonly string[],
  set: Partial<Member>,
  unset: readonly string[] = [],
): AnyBulkWriteOperation<Member> {
  const { _id, organization, version } = member;
  return {
    updateOne: {
      filter: { _id, organization, version },
      update: {
        $set: {
          ...set,
          version: version + 1,
          writtenBy: actor,
          "pending.dueAt": now,
          "pending.attempts": 0,
          ...Object.fromEntries(changed.map((name) => [`pending.authors.${name}`, actor])),
        },
        $min: { "pending.since": now },
        $addToSet: { "pending.changed": { $each: [...changed] } },
        $unset: Object.fromEntries(["pending.failedAt", ...unset].map((field) => [field, true])),
      },
      upsert: true,
    },
  };
}

export type MemberReader = Reader<Member>;

export function openMemberReader({ members }: Store): MemberReader {
  return openReader((organizations, ids) =>
    members
      .find({ organization: { $in: organizations }, _id: { $in: ids }, removedAt: { $exists: false } })
      .toArray(),
  );
}
