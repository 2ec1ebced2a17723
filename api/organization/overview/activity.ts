/**
 * What happened in an organization in the last day, slice by slice, the empty ones too.
 */
import { sliceOf } from "../../../shared/store/activity.ts";
import { sliceMs } from "../../../shared/store/statistics-documents.ts";
import type { ApiDeps } from "../../deps.ts";
import type { Activity } from "../schema/organization.ts";

const slicesShown = 96;

/** Reads the slices, the oldest first; the last one is not over yet. */
export async function readActivity(
  { store, now }: Pick<ApiDeps, "store" | "now">,
  organization: string,
): Promise<Activity> {
  const last = sliceOf(now()).getTime();
  const starts = Array.from(
    { length: slicesShown },
    (_, index) => last - (slicesShown - 1 - index) * sliceMs,
  );
  const since = new Date(starts[0] ?? last);
  const [counted, opened] = await Promise.all([
    store.activity.find({ organization, at: { $gte: since } }).toArray(),
    countOpened({ store }, organization, since),
  ]);
  const countedAt = new Map(counted.map((slice) => [slice.at.getTime(), slice]));
  const slices = starts.map((start) => {
    const { writes = 0, refused = 0, applied = 0, lagMs = 0, lagMaxMs = 0 } = countedAt.get(start) ?? {};
    return {
      at: new Date(start),
      writes,
      refused,
      applied,
      lagMeanMs: applied > 0 ? lagMs / applied : null,
      lagMaxMs: applied > 0 ? lagMaxMs : null,
      failures: opened.get(start) ?? 0,
    };
  });
  return { sliceMs, slices };
}

/**
 * How many failures opened, by the time at which a slice begins. One that opened more than once counts where it opened
 * last. Only the index is read.
 */
async function countOpened(
  { store }: Pick<ApiDeps, "store">,
  organization: string,
  since: Date,
): Promise<ReadonlyMap<number, number>> {
  const slice = { $subtract: [{ $toLong: "$openedAt" }, { $mod: [{ $toLong: "$openedAt" }, sliceMs] }] };
  const found = await store.failures
    .aggregate<{ _id: number; total: number }>([
      { $match: { organization, openedAt: { $gte: since } } },
      { $group: { _id: slice, total: { $sum: 1 } } },
    ])
    .toArray();
  return new Map(found.map(({ _id, total }) => [Number(_id), total]));
}
