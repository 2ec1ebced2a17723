/**
 * Memberships with a name of their own: the one that was sent with the member is shown in place of the member's.
 */
import { type Filter, matches } from "../../scim/filter/filter.ts";
import { memberElement } from "../membership-elements.ts";
import type { Store } from "../store.ts";
import { type LookOptions, meantMax, timeLeft, tooMany } from "./membership-scan.ts";

/** A membership that is not of this kind. */
export const withoutName = { display: { $exists: false } } as const;

type Edge = { readonly group: string; readonly member: string };

/**
 * @param filters each on one element of `members`
 * @returns the memberships with a name of their own that each filter means, also of members who have been removed
 * @throws ScimError tooMany where one means more than are looked up, or past the deadline
 */
export async function scanSent(
  { memberships }: Store,
  organization: string,
  filters: readonly Filter[],
  { deadline, baseUrl }: LookOptions,
): Promise<ReadonlyMap<Filter, readonly Edge[]>> {
  const meant = new Map<Filter, Edge[]>(filters.map((filter) => [filter, []]));
  if (meant.size === 0) return meant;
  const cursor = memberships.find(
    { organization, present: true, display: { $exists: true } },
    {
      projection: { _id: 0, group: 1, member: 1, display: 1 },
      maxTimeMS: timeLeft(deadline),
      batchSize: 2_000,
    },
  );
  try {
    for await (const { group, member, display = "" } of cursor) {
      const element = memberElement({ _id: member, attributes: { userName: display } }, baseUrl);
      for (const [filter, edges] of meant) {
        if (matches(filter, element)) edges.push({ group, member });
        if (edges.length > meantMax) throw tooMany(`means more than ${meantMax} members`);
      }
      if (performance.now() > deadline) throw tooMany("takes too long to look up among the members");
    }
  } finally {
    await cursor.close();
  }
  return meant;
}
