/**
 * When an organization is told of its failures, pure: never sooner than `againMs` after the last time, whatever
 * happens in between.
 */
import type { Alert } from "../../shared/store/documents.ts";
import type { OpenSpan } from "../../shared/store/failures.ts";

/** In milliseconds: before the first e-mail, between two, and where nothing is new. */
export type Waits = { readonly firstMs: number; readonly againMs: number; readonly dailyMs: number };

/**
 * @param told what the organization was told before; null where never anything
 * @param open when its open failures opened; null where there are none
 * @returns what is due: a digest, or that it is over; null where nothing is
 */
export function dueAlert(
  told: Pick<Alert, "digests" | "toldAt"> | null,
  open: OpenSpan | null,
  now: Date,
  { firstMs, againMs, dailyMs }: Waits,
): "digest" | "over" | null {
  const since = (moment: Date) => now.getTime() - moment.getTime();
  if (told && since(told.toldAt) < againMs) return null;
  const lasts = told !== null && told.digests > 0;
  if (!open) return lasts ? "over" : null;
  if (!lasts) return since(open.oldest) >= firstMs ? "digest" : null;
  // The second one says whether the first was heeded; after that, one is enough for a day on which nothing is new.
  const isAgain = told.digests === 1 || since(told.toldAt) >= dailyMs;
  return open.newest > told.toldAt || (isAgain && open.isRepeated) ? "digest" : null;
}
