/**
 * Whom filters on memberships mean, found by looking at each member or each group of an organization. However many
 * filters there are, everybody is looked at once.
 */
import type { FindCursor } from "mongodb";
import { ScimError } from "../../scim/error.ts";
import { type Filter, matches } from "../../scim/filter/filter.ts";
import {
  groupElement,
  type MembershipElement,
  memberElement,
  shownOfGroup,
  shownOfMember,
} from "../membership-elements.ts";
import type { Store } from "../store.ts";

/** The most members or groups that one filter may mean. */
export const meantMax = 10_000;
/** Documents that are fetched at a time. */
const batchSize = 2_000;

export type LookOptions = {
  /** By the clock of `performance`. */
  readonly deadline: number;
  /** The SCIM URL of the organization, without a slash at its end. */
  readonly baseUrl: string;
};

/** Milliseconds until a deadline; at least one, since none would be no limit to MongoDB. */
export function timeLeft(deadline: number): number {
  return Math.max(1, Math.ceil(deadline - performance.now()));
}

/** The client is told why, and how to ask for less. */
export function tooMany(why: string): ScimError {
  return new ScimError("tooMany", `The filter ${why}; name them more closely, or by their ids.`);
}

/**
 * @param kind whether the filters are on `members` or on `groups`
 * @param filters each on one element
 * @returns the ids that each filter means
 * @throws ScimError tooMany where one means more than are looked up, or past the deadline
 */
export async function scanMemberships(
  store: Store,
  organization: string,
  kind: "members" | "groups",
  filters: readonly Filter[],
  options: LookOptions,
): Promise<ReadonlyMap<Filter, readonly string[]>> {
  const meant = new Map<Filter, string[]>(filters.map((filter) => [filter, []]));
  if (meant.size === 0) return meant;
  for await (const elements of elementsOf(store, organization, kind, options)) {
    if (performance.now() > options.deadline) throw tooMany(`takes too long to look up among the ${kind}`);
    for (const [filter, ids] of meant) {
      for (const element of elements) if (matches(filter, element)) ids.push(element.value);
      if (ids.length > meantMax) throw tooMany(`means more than ${meantMax} ${kind}`);
    }
  }
  return meant;
}

function elementsOf(
  { members, groups }: Store,
  organization: string,
  kind: "members" | "groups",
  { deadline, baseUrl }: LookOptions,
): AsyncGenerator<MembershipElement[]> {
  const living = { organization, removedAt: { $exists: false } };
  const options = { maxTimeMS: timeLeft(deadline), batchSize };
  return kind === "members"
    ? inPieces(members.find(living, { ...options, projection: shownOfMember }), (member) =>
        memberElement(member, baseUrl),
      )
    : inPieces(groups.find(living, { ...options, projection: shownOfGroup }), (group) =>
        groupElement(group, baseUrl),
      );
}

async function* inPieces<Stored>(
  cursor: FindCursor<Stored>,
  elementOf: (document: Stored) => MembershipElement,
): AsyncGenerator<MembershipElement[]> {
  try {
    while (await cursor.hasNext()) yield cursor.readBufferedDocuments().map(elementOf);
  } finally {
    await cursor.close();
  }
}
