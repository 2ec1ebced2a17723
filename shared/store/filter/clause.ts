/**
 * Queries that are put together. Each finds at least what is meant, and knows whether it finds just that; no way of
 * putting them together loses either.
 */
import type { Condition } from "mongodb";

/** A query, or a part of one. */
export type Clause = { readonly [field: string]: Condition<unknown> | Clause[] };

/** A query that finds all that a filter means; `exact` where it finds nothing else. */
export type Compiled = { readonly query: Clause; readonly exact: boolean };

export const everything: Compiled = { query: {}, exact: true };
export const nothing: Compiled = { query: { $nor: [{}] }, exact: true };
/** What only a look at each document can decide. */
export const undecided: Compiled = { query: {}, exact: false };

/** A clause on a field whose name is made here, from declared attributes. */
export function exactly(field: string, condition: Condition<unknown>): Compiled {
  return { query: { [field]: condition }, exact: true };
}

/** The same query, where it finds more than is meant. */
export function atLeast({ query }: Compiled): Compiled {
  return { query, exact: false };
}

export function every(parts: readonly Compiled[]): Compiled {
  const exact = parts.every((part) => part.exact);
  if (parts.some(isNothing)) return nothing;
  const queries = parts.map(({ query }) => query).filter((query) => !isEverything(query));
  const [first = {}] = queries;
  return { query: queries.length > 1 ? { $and: queries } : first, exact };
}

export function some(parts: readonly Compiled[]): Compiled {
  const all = parts.filter(({ query }) => isEverything(query));
  if (all.length > 0) return { query: {}, exact: all.some(({ exact }) => exact) };
  const left = parts.filter((part) => !isNothing(part));
  const queries = left.map(({ query }) => query);
  const [first] = queries;
  if (!first) return nothing;
  return {
    query: queries.length > 1 ? { $or: queries } : first,
    exact: left.every(({ exact }) => exact),
  };
}

/** What a query finds too much, its negation would miss: then everything is to be looked at. */
export function negated(part: Compiled): Compiled {
  if (!part.exact) return undecided;
  if (isNothing(part)) return everything;
  return isEverything(part.query) ? nothing : { query: { $nor: [part.query] }, exact: true };
}

export function isEverything(query: Clause): boolean {
  return Object.keys(query).length === 0;
}

export function isNothing({ query }: Compiled): boolean {
  return query === nothing.query;
}

/**
 * What a query finds in an organization. Each branch of an `$or` names the organization too: MongoDB takes an index
 * of some documents alone for a branch only where the branch says all that the index begins with.
 */
export function inOrganization(organization: string, query: Clause): Clause {
  return { $and: [{ organization }, branched({ organization }, query)] };
}

function branched(own: Clause, query: Clause): Clause {
  const parts = Object.entries(query).map(([key, value]): [string, Clause[string]] => {
    if (!Array.isArray(value)) return [key, value];
    if (key === "$and") return [key, value.map((part) => branched(own, part))];
    return [key, key === "$or" ? value.map((part) => ({ $and: [own, branched(own, part)] })) : value];
  });
  return Object.fromEntries(parts);
}
