/**
 * The list of members, as admins page and search through it: by userName, or by the beginning of a name.
 */
import { fold } from "../../../shared/scim/value/fold.ts";
import type { Member, Organization } from "../../../shared/store/documents.ts";
import type { Store } from "../../../shared/store/store.ts";
import type { ApiDeps } from "../../deps.ts";
import { decodePlace, encodePlace } from "../place.ts";
import type { MemberQuery, MemberView } from "../schema/member.ts";
import { presentMember } from "./present.ts";
import { wantedMembers } from "./query.ts";
import { searchMembers } from "./search.ts";

export type MemberPage = { readonly items: MemberView[]; readonly next: string | null };

/**
 * A page of members by userName, or the best matches of a search.
 * @throws Problem where `after` is no place
 */
export async function pageOfMembers(
  deps: ApiDeps,
  organization: Organization,
  query: MemberQuery,
): Promise<MemberPage> {
  const { search, limit } = query;
  if (search)
    return {
      items: await present(deps, organization, await searchMembers(deps, organization, query)),
      next: null,
    };
  const found = await findPage(deps, organization._id, query);
  const items = await present(deps, organization, found.slice(0, limit));
  const last = found[limit - 1];
  const place = last && { name: last.keys.userName ?? "", id: last._id };
  return { items, next: place && found.length > limit ? encodePlace(place) : null };
}

/** One more than the page, to know whether there is another. */
async function findPage(
  { store, config, now }: ApiDeps,
  organization: string,
  query: MemberQuery,
): Promise<Member[]> {
  const { after, limit } = query;
  const place =
    after === undefined ? null : await decodePlace(after, (id) => nameOf(store, organization, id));
  const wanted = wantedMembers(organization, query, now());
  return store.members
    .find(place ? { $and: [wanted, { "keys.userName": { $gt: place.name } }] } : wanted, {
      maxTimeMS: config.FILTER_MAX_MS,
    })
    .sort({ "keys.userName": 1 })
    .limit(limit + 1)
    .toArray();
}

/** Who was removed meanwhile is known for a day. */
async function nameOf({ members }: Store, organization: string, id: string): Promise<string | undefined> {
  const found = await members.findOne(
    { organization, _id: id },
    { projection: { "attributes.userName": 1 } },
  );
  return found ? fold(found.attributes.userName) : undefined;
}

/** Members as they are shown, with the names of those who hold them. */
async function present(
  { store }: ApiDeps,
  organization: Organization,
  found: readonly Member[],
): Promise<MemberView[]> {
  const holders = found.flatMap(({ hold }) => (hold?.by.kind === "admin" ? [hold.by.id] : []));
  const names = await namesOf(store, organization._id, holders);
  return found.map((member) => presentMember(member, organization, names));
}

/** A member as shown; null where there is none. */
export async function showMember(
  deps: ApiDeps,
  organization: Organization,
  id: string,
): Promise<MemberView | null> {
  const member = await deps.readMember(organization._id, id);
  if (!member) return null;
  const [view] = await present(deps, organization, [member]);
  return view ?? null;
}

async function namesOf(
  { members }: Store,
  organization: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const found = await members
    .find(
      { organization, _id: { $in: [...new Set(ids)] } },
      { projection: { "attributes.displayName": 1, "attributes.userName": 1 } },
    )
    .toArray();
  return new Map(
    found.map(({ _id, attributes }) => [_id, attributes.displayName ?? attributes.userName] as const),
  );
}
