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
  { metrics, now }: Pick<WorkerDeps, "metrics" | "now">,
  collection: WorkCollection,
  records: readonly { readonly pending?: Pending }[],
): number {
  metrics.applied(
    collection,
    records.flatMap(({ pending }) => pending?.since ?? []),
    now(),
  );
  return records.length;
}
