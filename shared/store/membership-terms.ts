/**
 * The terms of a filter that ask for memberships: the groups of a member (`members eq "…"`), and the members of a
 * group (`groups eq "…"`). They are answered from the memberships first; what is left is a query by ids.
 */
import { ScimError } from "../scim/error.ts";
import { type Filter, leafOf } from "../scim/filter.ts";
import { pickedIds } from "../scim/picked-ids.ts";
import type { Clause } from "./filter-query.ts";
import type { Store } from "./store.ts";

/** Whose resources are asked for. */
export type Wanted = { readonly organization: string; readonly kind: "User" | "Group" };

/** The most resources that such a term may find; more are asked for at the other end. */
const foundMax = 10_000;

/**
 * Answers the terms that ask for memberships.
 * @returns the clause of each such term
 * @throws ScimError invalidFilter for what cannot be asked of memberships; tooMany past a limit
 */
export async function resolveMembershipTerms(
  store: Store,
  wanted: Wanted,
  filter: Filter,
  maxTimeMS: number,
): Promise<ReadonlyMap<Filter, Clause>> {
  const attribute = wanted.kind === "Group" ? "members" : "groups";
  const terms = termsOf(filter).filter((term) => "path" in term && term.path[0]?.name === attribute);
  const among = idsNamed(filter);
  const resolved = new Map<Filter, Clause>();
  for (const term of terms) {
    const { negated, ids } = asked(term, attribute);
    const found = { _id: { $in: await find(store, wanted, ids, among, maxTimeMS) } };
    resolved.set(term, negated ? { $nor: [found] } : found);
  }
  return resolved;
}

function termsOf(filter: Filter): Filter[] {
  if (filter.kind === "and" || filter.kind === "or") return filter.terms.flatMap(termsOf);
  return filter.kind === "not" ? termsOf(filter.term) : [filter];
}

/** The ids that a filter asks for beside other things: nothing else need be looked for. */
function idsNamed(filter: Filter): readonly string[] | undefined {
  const terms = filter.kind === "and" ? filter.terms : [filter];
  const ids = terms.flatMap((term) =>
    term.kind === "compare" && term.operator === "eq" && leafOf(term.path).name === "id"
      ? [String(term.value)]
      : [],
  );
  return ids.length > 0 ? ids : undefined;
}

function asked(term: Filter, attribute: string): { negated: boolean; ids: readonly string[] | "all" } {
  if (term.kind === "present") return { negated: false, ids: "all" };
  if (term.kind === "element") return { negated: false, ids: pickedIds(term.filter) };
  if (term.kind === "compare" && leafOf(term.path).name === "value") {
    const { operator, value } = term;
    if (value === null && (operator === "eq" || operator === "ne"))
      return { negated: operator === "eq", ids: "all" };
    if (typeof value === "string" && (operator === "eq" || operator === "ne"))
      return { negated: operator === "ne", ids: [value] };
  }
  throw new ScimError("invalidFilter", `${attribute} is searched by id, with eq or ne, or with pr.`);
}

/** The ids at the one end of those memberships that have one of some ids at the other end. */
async function find(
  store: Store,
  { organization, kind }: Wanted,
  ids: readonly string[] | "all",
  among: readonly string[] | undefined,
  maxTimeMS: number,
): Promise<string[]> {
  const [here, there] = kind === "Group" ? (["group", "member"] as const) : (["member", "group"] as const);
  const others =
    ids === "all"
      ? { $nin: await leaving(store, organization, there) }
      : { $in: await living(store, organization, there, ids) };
  const found = await store.memberships
    .aggregate<{ _id: string }>(
      [
        {
          $match: { organization, [there]: others, ...(among && { [here]: { $in: among } }), present: true },
        },
        { $group: { _id: `$${here}` } },
        { $limit: foundMax + 1 },
      ],
      { maxTimeMS },
    )
    .toArray();
  if (found.length > foundMax) {
    throw new ScimError(
      "tooMany",
      `The filter finds more than ${foundMax} through memberships; read the group's members instead.`,
    );
  }
  return found.map(({ _id }) => _id);
}

/** Those of some members or groups who have not been removed: their memberships may still be there for a moment. */
async function living(
  { members, groups }: Store,
  organization: string,
  end: "member" | "group",
  ids: readonly string[],
): Promise<string[]> {
  const query = { organization, _id: { $in: [...ids] }, removedAt: { $exists: false } };
  const found =
    end === "member"
      ? await members.find(query, { projection: { _id: 1 } }).toArray()
      : await groups.find(query, { projection: { _id: 1 } }).toArray();
  return found.map(({ _id }) => _id);
}

/** Those who were removed and whose memberships may still be there. */
async function leaving(
  { members, groups }: Store,
  organization: string,
  end: "member" | "group",
): Promise<string[]> {
  const removed = { organization, removedAt: { $exists: true } };
  const found =
    end === "member"
      ? await members
          .find({ ...removed, "pending.dueAt": { $gt: new Date(0) } }, { projection: { _id: 1 } })
          .toArray()
      : await groups.find(removed, { projection: { _id: 1 } }).toArray();
  return found.map(({ _id }) => _id);
}
