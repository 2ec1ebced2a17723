/**
 * How many failures are open, by organization and by what they are about. Work whose tries are used up, and e-mails
 * that could not be delivered, are among them. They are read from the index that holds the open ones alone.
 */
import type { FailureKind } from "../store/documents.ts";
import { openFailuresIndex } from "../store/indexes.ts";
import type { Store } from "../store/store.ts";

export type OpenFailures = {
  readonly organization: string;
  readonly kind: FailureKind;
  readonly open: number;
  /** When the first of them opened. */
  readonly since: Date;
};

/**
 * Reads it for all organizations that have one.
 * @param maxTimeMS how long MongoDB may count
 * @throws where it takes longer, or MongoDB is away
 */
export async function readOpenFailures({ failures }: Store, maxTimeMS: number): Promise<OpenFailures[]> {
  const rows = await failures
    .aggregate<{ _id: { organization: string; kind: FailureKind }; open: number; since: Date }>(
      openFailuresStages,
      { hint: openFailuresIndex, maxTimeMS },
    )
    .toArray();
  return rows.map(({ _id, open, since }) => ({ ..._id, open, since }));
}

/** The aggregation that counts; the index has all that it asks for, where its first field has a range. */
export const openFailuresStages = [
  { $match: { organization: { $gte: "" }, state: "open" } },
  {
    $group: {
      _id: { organization: "$organization", kind: "$kind" },
      open: { $sum: 1 },
      since: { $min: "$openedAt" },
    },
  },
];
