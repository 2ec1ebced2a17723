/**
 * Counts what a batch has applied, once it is written: a turn may run more than once.
 */
import type { WorkCollection } from "../../shared/ops/metrics.ts";
import type { Pending } from "../../shared/store/documents.ts";
import type { WorkerDeps } from "../deps.ts";

/**
 * @param records as they were read, with what was pending in them
 * @returns how many they are
 */
export function countApplied(
  { metrics, activity, now }: Pick<WorkerDeps, "metrics" | "activity" | "now">,
  organization: string,
  collection: WorkCollection,
  records: readonly { readonly pending?: Pending }[],
): number {
  const at = now();
  const since = records.flatMap(({ pending }) => pending?.since ?? []);
  metrics.applied(collection, since, at);
  if (since.length > 0) activity.add(organization, at, lagOf(since, at));
  return records.length;
}

function lagOf(since: readonly Date[], at: Date) {
  const lags = since.map((each) => Math.max(0, at.getTime() - each.getTime()));
  const lagMs = lags.reduce((sum, lag) => sum + lag, 0);
  return { applied: lags.length, lagMs, lagMaxMs: Math.max(...lags) };
}
