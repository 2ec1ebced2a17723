/**
 * Searching members by the beginning of what people call them. Each key is a range of its own index, so the price hangs
 * on what is shown, not on how many members there are.
 */
import type { Filter } from "mongodb";
import { fold } from "../../../shared/scim/value/fold.ts";
import type { Member, MemberKeys, Organization } from "../../../shared/store/documents.ts";
import type { ApiDeps } from "../../deps.ts";
import type { MemberQuery } from "../schema/member.ts";
import { wantedMembers } from "./query.ts";

/** What is searched, in the order in which a match counts. */
const searched = [
  "userName",
  "displayName",
  "familyName",
  "emails",
] as const satisfies readonly (keyof MemberKeys)[];
type Searched = (typeof searched)[number];

/** So many letters leave few enough, whatever else is wanted of them. */
const tellingMin = 3;

/** @returns at most as many as the page takes, the best matches first */
export async function searchMembers(
  deps: ApiDeps,
  { _id }: Organization,
  { search = "", after: _, limit, ...filters }: MemberQuery,
): Promise<Member[]> {
  const beginning = fold(search);
  const wanted = wantedMembers(_id, filters, deps.now());
  const isNarrowed = Object.values(filters).some((value) => value !== undefined);
  const find = isNarrowed && beginning.length < tellingMin ? findAmongFew : findByKey;
  const found = await find(deps, wanted, beginning, limit);
  const once = new Map(found.map((member) => [member._id, member]));
  const ranked = [...once.values()].map((member) => ({ member, rank: rankOf(member, beginning) }));
  ranked.sort((a, b) => a.rank - b.rank || byName(a.member, b.member));
  return ranked.slice(0, limit).map(({ member }) => member);
}

type Find = (deps: ApiDeps, wanted: Filter<Member>, beginning: string, limit: number) => Promise<Member[]>;

/** The first of each key, in its order. Left to itself MongoDB goes by the plan that served another search best. */
const findByKey: Find = async ({ store, config }, wanted, beginning, limit) => {
  const found = await Promise.all(
    searched.map((key) =>
      store.members
        .find({ $and: [wanted, startsWith(key, beginning)] }, { maxTimeMS: config.FILTER_MAX_MS })
        .hint({ organization: 1, [`keys.${key}`]: 1 })
        // The keys of one member's addresses are many, and are found in their order as it is.
        .sort(key === "emails" ? {} : { [`keys.${key}`]: 1 })
        .limit(limit)
        .toArray(),
    ),
  );
  return found.flat();
};

/** Narrowed by something else, and hardly by the letters: MongoDB goes by whichever of both leaves fewer, and through them once. */
const findAmongFew: Find = ({ store, config }, wanted, beginning, limit) =>
  store.members
    .find(
      { $and: [wanted, { $or: searched.map((key) => startsWith(key, beginning)) }] },
      { maxTimeMS: config.FILTER_MAX_MS },
    )
    .limit(limit * searched.length)
    .toArray();

/** A range and no pattern: nothing of what is searched for can be read as anything but text. */
function startsWith(key: Searched, beginning: string): Filter<Member> {
  const range = { $gte: beginning, $lt: `${beginning}\u{10FFFF}` };
  // Of a list each end of a range may hold for another element, unless it is said otherwise.
  return { [`keys.${key}`]: key === "emails" ? { $elemMatch: range } : range };
}

/** Whoever is called exactly so comes first; then by the key that begins so. */
function rankOf({ keys }: Member, beginning: string): number {
  const texts = searched.map((key) => [keys[key] ?? []].flat());
  if (texts.some((values) => values.includes(beginning))) return -1;
  return texts.findIndex((values) => values.some((value) => value.startsWith(beginning)));
}

function byName(one: Member, other: Member): number {
  const [left = "", right = ""] = [one.keys.userName, other.keys.userName];
  return left < right ? -1 : Number(left > right);
}
