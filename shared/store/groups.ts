/**
 * Groups as they are found and written. A write of the attributes holds only if nobody else wrote them meanwhile;
 * writes of memberships take a ticket each, a version of the group that is theirs alone, and are ordered by it.
 */

import type { GroupAttributes } from "../scim/schema/group.ts";
import { fold } from "../scim/value/fold.ts";
import { inBatches } from "./batch.ts";
import { openReader, type Reader } from "./by-id.ts";
import { changedNames } from "./changed-names.ts";
import type { Actor } from "./documents.ts";
import type { Group, GroupKeys } from "./group-documents.ts";
import { groupNameIndex } from "./indexes.ts";
import type { Store } from "./store.ts";
import { isDuplicate } from "./trouble.ts";

/** What groups are found by, and the names that are theirs. */
export function groupKeys({ displayName, externalId }: GroupAttributes, directoryName?: string): GroupKeys {
  const names = new Set([displayName, directoryName ?? displayName].map(fold));
  return { names: [...names], ...(externalId !== undefined && { externalId }) };
}

/** A group as one comes to be: pending, and told by nobody yet. */
export function freshGroup(
  born: Pick<Group, "_id" | "organization" | "attributes" | "origin"> & {
    readonly by: Actor;
    readonly at: Date;
  },
): Group {
  const { by, at, ...rest } = born;
  const { displayName } = born.attributes;
  return {
    ...rest,
    version: 1,
    attributesVersion: 1,
    keys: groupKeys(born.attributes),
    createdAt: at,
    modifiedAt: at,
    createdBy: by,
    writtenBy: by,
    pending: { since: at, dueAt: at, attempts: 0 },
    ...(by.kind === "key" && { directoryKey: by.id, directoryName: displayName }),
  };
}

/** The attributes as who writes them sees them: to a directory, a linked group has the name that it gave it. */
export function asWritten({ attributes, directoryName }: Group, actor: Actor): GroupAttributes {
  return actor.kind === "key" && directoryName !== undefined
    ? { ...attributes, displayName: directoryName }
    : attributes;
}

/** @returns `taken` where another group has the name */
export async function insertGroup({ groups }: Store, group: Group): Promise<"written" | "taken"> {
  try {
    await groups.insertOne(group);
    return "written";
  } catch (error) {
    if (isNameTaken(error)) return "taken";
    throw error;
  }
}

/**
 * Gives a group new attributes.
 * @param next the attributes, who wrote which of them, and, where the client named one, the version that must hold
 * @returns the group as it is now; `stale` where it has moved on or is gone; `taken` where another one has the name
 */
export async function writeGroup(
  { groups }: Store,
  group: Group,
  next: { attributes: GroupAttributes; actor: Actor; now: Date; ifVersion?: number | undefined },
): Promise<Group | "stale" | "taken"> {
  const { attributes, actor, now, ifVersion } = next;
  const byDirectory = actor.kind === "key";
  const directoryName = byDirectory ? attributes.displayName : group.directoryName;
  // What is done by hand in a linked group goes back, so nobody but the directory is the author of what it is.
  const counts = byDirectory || group.directoryKey === undefined;
  const changed = counts ? changedNames(asWritten(group, actor), attributes) : [];
  const authors = changed.map((name) => [`pending.authors.${name}`, actor]);
  try {
    const written = await groups.findOneAndUpdate(
      { ...present(group), attributesVersion: group.attributesVersion, ...guard(ifVersion) },
      {
        $set: {
          attributes,
          keys: groupKeys(attributes, directoryName),
          modifiedAt: now,
          writtenBy: actor,
          ...(byDirectory && { directoryKey: actor.id }),
          ...(directoryName !== undefined && { directoryName }),
          ...(isRenamedByHand(group) &&
            directoryName === group.directoryName &&
            byDirectory && { revertedFrom: group.attributes.displayName }),
          "pending.dueAt": now,
          "pending.attempts": 0,
          ...Object.fromEntries(authors),
        },
        $min: { "pending.since": now },
        $inc: { version: 1, attributesVersion: 1 },
        $unset: { "pending.failedAt": true },
      },
      { returnDocument: "after" },
    );
    return written ?? "stale";
  } catch (error) {
    if (isNameTaken(error)) return "taken";
    throw error;
  }
}

/**
 * Removes a group: its names are free at once, the rest is cleaned up by a worker.
 * @returns `stale` where it has moved on or is gone
 */
export async function removeGroup(
  { groups }: Store,
  group: Group,
  actor: Actor,
  now: Date,
  ifVersion?: number,
): Promise<"written" | "stale"> {
  const { matchedCount } = await groups.updateOne(
    { ...present(group), ...guard(ifVersion) },
    {
      $set: { keys: {}, removedAt: now, writtenBy: actor, "pending.dueAt": now, "pending.attempts": 0 },
      $min: { "pending.since": now },
      $inc: { version: 1, attributesVersion: 1 },
      $unset: { "pending.failedAt": true },
    },
  );
  return matchedCount === 1 ? "written" : "stale";
}

/** A version of a group that belongs to one membership write. */
export type Ticket = Pick<Group, "version" | "modifiedAt">;

/** Takes a ticket; null where the group is gone. */
export type TicketTaker = (group: Pick<Group, "organization" | "_id">) => Promise<Ticket | null>;

/** Makes the taker. Those who ask for the same group at the same time share a write, and get a version each. */
export function openTicketTaker({ groups }: Store, now: () => Date): TicketTaker {
  return inBatches(
    async (wanted: readonly Pick<Group, "organization" | "_id">[]) => {
      // By their place: the same group can be asked for by the same object twice, and each is to get its own.
      const tickets = wanted.map((): Ticket | null => null);
      const places = Map.groupBy(wanted.keys(), (place) => wanted[place]?._id);
      await Promise.all(
        [...places.values()].map(async (asking) => {
          const first = wanted[asking[0] ?? 0];
          if (!first) return;
          const modifiedAt = now();
          const after = await groups.findOneAndUpdate(
            present(first),
            { $inc: { version: asking.length }, $set: { modifiedAt } },
            { returnDocument: "after", projection: { version: 1 } },
          );
          if (!after) return;
          const before = after.version - asking.length;
          asking.forEach((place, index) => {
            tickets[place] = { version: before + index + 1, modifiedAt };
          });
        }),
      );
      return tickets;
    },
    { itemsMax: 500, inFlightMax: 4 },
  );
}

/**
 * Takes a ticket only if the group is still at a version.
 * @returns null where it has moved on or is gone
 */
export async function takeTicketAt({ groups }: Store, group: Group, now: Date): Promise<Ticket | null> {
  const { matchedCount } = await groups.updateOne(
    { ...present(group), version: group.version },
    { $inc: { version: 1 }, $set: { modifiedAt: now } },
  );
  return matchedCount === 1 ? { version: group.version + 1, modifiedAt: now } : null;
}

export type GroupReader = Reader<Group>;

export function openGroupReader({ groups }: Store): GroupReader {
  return openReader((organizations, ids) =>
    groups
      .find({ organization: { $in: organizations }, _id: { $in: ids }, removedAt: { $exists: false } })
      .toArray(),
  );
}

/** Reads the group that has a name, whatever its case. */
export async function readGroupNamed(
  { groups }: Store,
  organization: string,
  displayName: string,
): Promise<Group | null> {
  return groups.findOne({ organization, "keys.names": fold(displayName) });
}

function present({ organization, _id }: Pick<Group, "organization" | "_id">) {
  return { organization, _id, removedAt: { $exists: false } };
}

function guard(ifVersion: number | undefined) {
  return ifVersion === undefined ? {} : { version: ifVersion };
}

function isRenamedByHand({ attributes, directoryName }: Group): boolean {
  return directoryName !== undefined && attributes.displayName !== directoryName;
}

function isNameTaken(error: unknown): boolean {
  return isDuplicate(error) && error.message.includes(groupNameIndex);
}
