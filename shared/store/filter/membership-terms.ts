/**
 * The terms of a filter that ask for memberships: the groups of a member (`members eq "…"`), and the members of a
 * group (`groups eq "…"`). They are answered from the memberships first; what is left of each is a list of ids.
 */
import { attributesIn, type Filter, leafOf, matches } from "../../scim/filter/filter.ts";
import { idsIn, type Picked } from "../../scim/group-write/picked-ids.ts";
import type { Store } from "../store.ts";
import { findByMemberships, groupsOfEdges, type Wanted } from "./membership-find.ts";
import { scanMemberships } from "./membership-scan.ts";
import { scanSent, withoutName } from "./membership-sent.ts";

type Options = {
  /** How long it may take to look them all up, in milliseconds. */
  readonly maxTimeMS: number;
  /** The SCIM URL of the organization, without a slash at its end. */
  readonly baseUrl: string;
};

/** What is known of an element before anybody is looked at, and where the elements are. */
const ends = {
  Group: { attribute: "members", type: "User" },
  User: { attribute: "groups", type: "direct" },
} as const;

/**
 * Answers the terms that ask for memberships: each becomes `among`, or its negation.
 * @returns the filter without such terms
 * @throws ScimError tooMany past a limit; what MongoDB throws where one look takes too long
 */
export async function resolveMembershipTerms(
  store: Store,
  wanted: Wanted,
  filter: Filter,
  options: Options,
): Promise<Filter> {
  const { attribute } = ends[wanted.kind];
  const asked = new Map(
    termsOf(filter)
      .filter((term) => "path" in term && term.path[0]?.name === attribute)
      .map((term) => [term, question(term, wanted.kind)]),
  );
  if (asked.size === 0) return filter;
  const deadline = performance.now() + options.maxTimeMS;
  const filters = [...asked.values()].flatMap(({ element }) => ("kind" in element ? [element] : []));
  const look = { baseUrl: options.baseUrl, deadline };
  const scanned = await scanMemberships(store, wanted.organization, attribute, filters, look);
  const isNamed = (element: Filter) => wanted.kind === "Group" && attributesIn(element).includes("display");
  const sent = await scanSent(store, wanted.organization, filters.filter(isNamed), look);
  const among = idsNamed(filter);
  const answers = new Map<Filter, Filter>();
  for (const [term, { negated, element }] of asked) {
    const edges = "kind" in element ? sent.get(element) : undefined;
    const others = "kind" in element ? (scanned.get(element) ?? []) : element.ids;
    const found = await findByMemberships(store, wanted, others, {
      among,
      deadline,
      ...(edges && { only: withoutName }),
    });
    const named = await groupsOfEdges(store, wanted.organization, edges ?? []);
    const answer: Filter = { kind: "among", ids: new Set([...found, ...named]) };
    answers.set(term, negated ? { kind: "not", term: answer } : answer);
  }
  return answered(filter, answers);
}

function answered(filter: Filter, answers: ReadonlyMap<Filter, Filter>): Filter {
  if (filter.kind === "and" || filter.kind === "or")
    return { kind: filter.kind, terms: filter.terms.map((term) => answered(term, answers)) };
  if (filter.kind === "not") return { kind: "not", term: answered(filter.term, answers) };
  return answers.get(filter) ?? filter;
}

function termsOf(filter: Filter): Filter[] {
  if (filter.kind === "and" || filter.kind === "or") return filter.terms.flatMap(termsOf);
  return filter.kind === "not" ? termsOf(filter.term) : [filter];
}

/** The ids that a filter asks for beside other things: nothing else need be looked for. */
function idsNamed(filter: Filter): readonly string[] | undefined {
  const terms = filter.kind === "and" ? filter.terms : [filter];
  const ids = terms.flatMap((term) =>
    term.kind === "compare" &&
    term.operator === "eq" &&
    term.path.length === 1 &&
    leafOf(term.path).name === "id"
      ? [String(term.value)]
      : [],
  );
  return ids.length > 0 ? ids : undefined;
}

/** Whose memberships a term asks for, by their ids or by a filter on an element; and whether it asks for none of them. */
type Question = { readonly negated: boolean; readonly element: { readonly ids: Picked } | Filter };

function question(term: Filter, kind: Wanted["kind"]): Question {
  if (term.kind === "element") return { negated: false, element: lookedUp(term.filter, kind) };
  // Every part of an element has a value, so any element says that there is one.
  if (term.kind !== "compare") return { negated: false, element: { ids: "all" } };
  const { operator, value } = term;
  const isNegation = operator === "ne";
  if (value === null) {
    const isAboutAny = operator === "eq" || isNegation;
    return { negated: operator === "eq", element: { ids: isAboutAny ? "all" : [] } };
  }
  const part: Filter = { ...term, path: term.path.slice(1), operator: isNegation ? "eq" : operator };
  return { negated: isNegation, element: lookedUp(part, kind) };
}

/** By ids where a filter names nothing else; what is the same for all elements is decided at once. */
function lookedUp(filter: Filter, kind: Wanted["kind"]): Question["element"] {
  const ids = idsIn(filter);
  if (ids) return { ids };
  const { type } = ends[kind];
  if (attributesIn(filter).some((name) => name !== "type")) return filter;
  return { ids: matches(filter, { type }) ? "all" : [] };
}
