/**
 * Where resources of one type are read from when they are listed: a page by a unique index, all of them, or some by
 * id. Removed ones are never among them, nor are those of another organization.
 */
import type { Collection } from "mongodb";
import type { JsonObject } from "../scim/value/value.ts";
import { type Clause, groupKeyed, inOrganization, type Keyed, memberKeyed } from "./filter/query.ts";
import type { Store } from "./store.ts";

/** What members and groups have in common. */
export type Listed = {
  readonly _id: string;
  readonly organization: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly attributes: JsonObject;
};

/** By age, or by name; each is unique in its organization, so one value says where somebody stands. */
export type Order = { readonly field: "_id" | "keys.userName"; readonly descending: boolean };

/** Where a page begins: after a value of the order's field, and so many further on. */
export type Place = { readonly after?: string | undefined; readonly skip: number };

export type Source = {
  /** The attributes with an indexed key. */
  readonly keyed: Keyed;
  /** @throws what `isTooLong` knows, past `maxTimeMS`; so do the others */
  page(wanted: Clause, order: Order, place: Place, limit: number): Promise<readonly Listed[]>;
  count(wanted: Clause): Promise<number>;
  /** All that is wanted, oldest first, some at a time, with the attributes that are named or with all of them. */
  scan(wanted: Clause, attributes: readonly string[] | "all"): AsyncGenerator<readonly Listed[]>;
  /** In no order; those who have gone meanwhile are missing. */
  withIds(ids: readonly string[]): Promise<readonly Listed[]>;
};

/** Everything of a type is wanted. */
export const everything: Clause = {};

/** Documents that a scan fetches at a time. */
const scannedAtOnce = 2_000;

/**
 * @param maxTimeMS how long MongoDB may look for one answer
 */
export function sourceOf(
  { database, members, groups }: Store,
  kind: "User" | "Group",
  organization: string,
  maxTimeMS: number,
): Source {
  const { collectionName } = kind === "User" ? members : groups;
  const collection: Collection<Listed> = database.collection(collectionName);
  const present = (wanted: Clause) => ({
    $and: [{ organization, removedAt: { $exists: false } }, inOrganization(organization, wanted)],
  });
  return {
    keyed: kind === "User" ? memberKeyed : groupKeyed,
    page: (wanted, { field, descending }, { after, skip }, limit) =>
      collection
        .find(
          {
            $and: [
              present(wanted),
              after === undefined ? everything : { [field]: { [descending ? "$lt" : "$gt"]: after } },
              // The index of names holds only those who have one, and is used only where that is said.
              field === "_id" ? everything : { [field]: { $exists: true } },
            ],
          },
          { maxTimeMS },
        )
        .sort({ [field]: descending ? -1 : 1 })
        .skip(skip)
        .limit(limit)
        .toArray(),
    count: async (wanted) => {
      if (kind === "Group" || wanted !== everything)
        return collection.countDocuments(present(wanted), { maxTimeMS });
      // Whoever was not removed has a userName, so the index of those can be counted without reading anybody; those
      // whose removal is held for review have one too, and another index.
      const named = { organization, "keys.userName": { $gte: "" } };
      const held = { ...named, "standing.waiting.kind": "review", removedAt: { $exists: true } };
      const [all, removed] = await Promise.all([
        collection.countDocuments(named, { maxTimeMS }),
        collection.countDocuments(held, {
          maxTimeMS,
          hint: { organization: 1, "standing.waiting.kind": 1, "standing.waiting.since": 1 },
        }),
      ]);
      return all - removed;
    },
    scan: async function* (wanted, attributes) {
      const shown = attributes === "all" ? ["attributes"] : attributes.map((name) => `attributes.${name}`);
      const fields = ["organization", "version", "createdAt", "modifiedAt", ...shown];
      const cursor = collection
        .find(present(wanted), {
          maxTimeMS,
          batchSize: scannedAtOnce,
          projection: Object.fromEntries(fields.map((field) => [field, 1])),
        })
        .sort({ _id: 1 });
      try {
        while (await cursor.hasNext()) yield cursor.readBufferedDocuments();
      } finally {
        await cursor.close();
      }
    },
    withIds: (ids) => collection.find(present({ _id: { $in: [...ids] } }), { maxTimeMS }).toArray(),
  };
}
