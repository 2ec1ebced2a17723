/**
 * The list of groups by name, and of the members of one and the groups of one member, as admins page and search through them.
 */
import type { Document, Filter, FindCursor } from "mongodb";
import type { z } from "zod";
import { fold } from "../../../shared/scim/value/fold.ts";
import type { Member, Organization } from "../../../shared/store/documents.ts";
import type { Group, Membership } from "../../../shared/store/group-documents.ts";
import { byShownName, groupNameIndex } from "../../../shared/store/indexes.ts";
import type { Store } from "../../../shared/store/store.ts";
import type { ApiDeps } from "../../deps.ts";
import { decodePlace, encodePlace } from "../place.ts";
import type { Page } from "../schema/common.ts";
import type { GroupQuery, GroupView, groupMemberPage } from "../schema/group.ts";
import { presentGroups } from "./groups.ts";

type GroupPage = { readonly items: GroupView[]; readonly next: string | null };

/**
 * A page of groups by name, or those whose name begins so.
 * @throws Problem where `after` is no place
 */
export async function pageOfGroups(
  deps: ApiDeps,
  { _id: organization }: Organization,
  query: GroupQuery,
): Promise<GroupPage> {
  const { store } = deps;
  const { search, limit } = query;
  const here = {
    organization,
    removedAt: { $exists: false },
    ...(query.ids && { _id: { $in: query.ids } }),
  };
  if (search) {
    const found = await searchGroups(deps, here, fold(search), limit);
    return { items: await presentGroups(store, organization, found), next: null };
  }
  const found = await findPage(deps, organization, here, query);
  const items = await presentGroups(store, organization, found.slice(0, limit));
  const last = items.at(-1);
  const next = last && found.length > limit ? encodePlace({ name: last.displayName, id: last.id }) : null;
  return { items, next };
}

/**
 * The first by folded name; of a group with two names in the range there is one. They are found in the index's own order,
 * which no sort could take from it, since a group has names and not a name.
 */
async function searchGroups(
  { store, config }: ApiDeps,
  here: Filter<Group>,
  beginning: string,
  limit: number,
): Promise<Group[]> {
  // Each end of a range may hold for another name, unless it is said otherwise.
  const range = { $elemMatch: { $gte: beginning, $lt: `${beginning}\u{10FFFF}` } };
  const found = await store.groups
    .find({ $and: [here, { "keys.names": range }] }, { maxTimeMS: config.FILTER_MAX_MS })
    .hint(groupNameIndex)
    .limit(limit)
    .toArray();
  return found.sort((a, b) => names.compare(a.attributes.displayName, b.attributes.displayName));
}

const names = new Intl.Collator("en");

async function findPage(
  { store, config }: ApiDeps,
  organization: string,
  here: Filter<Group>,
  { after, limit }: GroupQuery,
): Promise<Group[]> {
  const place =
    after === undefined
      ? null
      : await decodePlace(after, async (id) => {
          const found = await store.groups.findOne({ organization, _id: id });
          return found ? (found.attributes?.displayName ?? "") : undefined;
        });
  const further: Document = place
    ? {
        $or: [
          { "attributes.displayName": { $gt: place.name } },
          { "attributes.displayName": place.name, _id: { $gt: place.id } },
        ],
      }
    : {};
  return store.groups
    .find({ $and: [here, further] }, { maxTimeMS: config.FILTER_MAX_MS, collation: byShownName })
    .sort({ "attributes.displayName": 1, _id: 1 })
    .limit(limit + 1)
    .toArray();
}

/** The groups of a member by their ids, a page at a time; one that is just being removed is left out of it. */
export async function pageOfMemberGroups(
  { store }: ApiDeps,
  member: Pick<Member, "organization" | "_id">,
  { after, limit }: Page,
): Promise<GroupPage> {
  const { organization } = member;
  const memberships = await membershipsOf(store, member, after)
    .limit(limit + 1)
    .toArray();
  const ids = memberships.slice(0, limit).map(({ group }) => group);
  const found = await store.groups
    .find({ organization, _id: { $in: ids }, removedAt: { $exists: false } })
    .sort({ _id: 1 })
    .toArray();
  return {
    items: await presentGroups(store, organization, found),
    next: memberships.length > limit ? (ids.at(-1) ?? null) : null,
  };
}

/** Those of one member, in the order of the index of memberships by member. */
export function membershipsOf(
  { memberships }: Store,
  { organization, _id: member }: Pick<Member, "organization" | "_id">,
  after: string | undefined,
): FindCursor<Pick<Membership, "group">> {
  return memberships
    .find(
      { organization, member, present: true, ...(after !== undefined && { group: { $gt: after } }) },
      { projection: { group: 1 } },
    )
    .sort({ group: 1 });
}

/** The members of a group by their ids, a page at a time; one who is just being removed is left out of it. */
export async function pageOfGroupMembers(
  { store }: ApiDeps,
  { organization, _id: group }: Group,
  { after, limit }: Page,
): Promise<z.infer<typeof groupMemberPage>> {
  const memberships = await store.memberships
    .find(
      { organization, group, present: true, ...(after !== undefined && { member: { $gt: after } }) },
      { projection: { member: 1 } },
    )
    .sort({ member: 1 })
    .limit(limit + 1)
    .toArray();
  const ids = memberships.slice(0, limit).map(({ member }) => member);
  const found = await store.members
    .find(
      { organization, _id: { $in: ids }, removedAt: { $exists: false } },
      { projection: { "attributes.userName": 1, "attributes.displayName": 1 } },
    )
    .sort({ _id: 1 })
    .toArray();
  const items = found.map(({ _id, attributes }) => ({
    id: _id,
    userName: attributes.userName,
    displayName: attributes.displayName ?? null,
  }));
  return { items, next: memberships.length > limit ? (ids.at(-1) ?? null) : null };
}
