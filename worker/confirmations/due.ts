/**
 * When admins are told who waits for confirmation, pure: a short while after somebody accepted, and never sooner than
 * `againMs` after the last time (row B52).
 */
import type { Telling } from "../../shared/store/documents.ts";

/** In milliseconds: before the first e-mail, and between two. */
type Waits = { readonly firstMs: number; readonly againMs: number };

/**
 * @param told when they were told last; undefined where never
 * @param oldest when the first of those accepted of whom nothing was told; undefined where there is none
 */
export function isTellingDue(
  told: Pick<Telling, "at"> | undefined,
  oldest: Date | undefined,
  now: Date,
  { firstMs, againMs }: Waits,
): boolean {
  if (!oldest || now.getTime() - oldest.getTime() < firstMs) return false;
  return told === undefined || now.getTime() - told.at.getTime() >= againMs;
}
