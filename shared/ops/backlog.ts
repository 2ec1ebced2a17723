/**
 * What waits to be applied, by organization. It is read from the indexes that hold such records alone, so it costs
 * what is waiting and not what is there.
 * It looks over all organizations, so its queries do not begin with one.
 */
import { pendingIndex } from "../store/indexes.ts";
import type { Store } from "../store/store.ts";
import { type WorkCollection, workCollections } from "./metrics.ts";

/** The pending records of one collection of one organization. */
export type Backlog = {
  readonly organization: string;
  readonly collection: WorkCollection;
  readonly pending: number;
  /** When the oldest change that is not applied yet was acknowledged. */
  readonly since: Date;
  /** The most tries that one of the records has had. */
  readonly attempts: number;
};

/**
 * Reads the backlog of all organizations that have one.
 * @param maxTimeMS how long MongoDB may count in each collection
 * @throws where it takes longer, or MongoDB is away
 */
export async function readBacklog(store: Store, maxTimeMS: number): Promise<Backlog[]> {
  const found = await Promise.all(
    workCollections.map(async (collection) => {
      const rows = await store.database
        .collection(collection)
        .aggregate<{ _id: string; pending: number; since: Date; attempts: number }>(backlogStages, {
          hint: pendingIndex,
          maxTimeMS,
        })
        .toArray();
      return rows.map(({ _id: organization, ...counts }) => ({ organization, collection, ...counts }));
    }),
  );
  return found.flat();
}

/**
 * The aggregation that counts in one collection; the index has all that it asks for. It is used so only where each of
 * its first fields has a range.
 */
export const backlogStages = [
  { $match: { organization: { $gte: "" }, "pending.dueAt": { $gte: new Date(0) } } },
  {
    $group: {
      _id: "$organization",
      pending: { $sum: 1 },
      since: { $min: "$pending.since" },
      attempts: { $max: "$pending.attempts" },
    },
  },
];
