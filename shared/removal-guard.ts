/**
 * The guard against mass removal (row F08): who loses access within an hour is counted, and beyond the organization's
 * threshold what cannot be undone is held for review. A wrong filter in a directory must not destroy half a company.
 */
import type { Organization } from "./store/documents.ts";

/** Beyond both at once it is a mass removal. */
export type RemovalGuard = { readonly members: number; readonly percent: number };

/** Some members who lost access at about the same time. */
export type Cut = { readonly at: Date; readonly members: number };

/** What guards an organization that has not said otherwise. */
export const usualGuard: RemovalGuard = { members: 20, percent: 10 };

const windowMs = 60 * 60 * 1000;
/** Cuts closer together than that are counted as one. */
const togetherMs = 5 * 60 * 1000;

/** How many lost access within the hour. */
export function cutWithin(cuts: readonly Cut[], now: Date): number {
  return recent(cuts, now).reduce((sum, { members }) => sum + members, 0);
}

/** Adds to the cuts, and forgets those that are too long ago to count. */
export function withCut(cuts: readonly Cut[], members: number, now: Date): readonly Cut[] {
  const kept = recent(cuts, now);
  const last = kept.at(-1);
  if (last && now.getTime() - last.at.getTime() < togetherMs)
    return [...kept.slice(0, -1), { at: last.at, members: last.members + members }];
  return [...kept, { at: now, members }];
}

/**
 * Whether it is a mass removal.
 * @param cut how many lose access within the hour
 */
export function isMassRemoval({ settings, seats, cuts = [] }: Organization, cut: number, now: Date): boolean {
  const guard = settings.removalGuard ?? usualGuard;
  if (guard === "off") return false;
  const before = seats.used + cutWithin(cuts, now);
  return cut > guard.members && cut * 100 > before * guard.percent;
}

function recent(cuts: readonly Cut[], now: Date): readonly Cut[] {
  return cuts.filter(({ at }) => now.getTime() - at.getTime() < windowMs);
}
