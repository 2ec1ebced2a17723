/**
 * A filter as a MongoDB query on members or groups. What they are found by goes to `keys`, which are indexed and
 * folded; the rest is a scan of the organization. A value from outside is a value or an escaped pattern, never an operator.
 */
import type { Condition } from "mongodb";
import { ScimError } from "../scim/error.ts";
import { type Comparable, type Comparison, type Filter, leafOf } from "../scim/filter.ts";
import { fold } from "../scim/fold.ts";
import type { AttributePath } from "../scim/path.ts";

/** A query, or a part of one. */
export type Clause = { readonly [field: string]: Condition<unknown> | Clause[] };

/** What is searched. */
export type Searched = {
  /** The attributes with an indexed key, by their path; `exact` where case counts. */
  readonly keyed: Readonly<Record<string, { readonly field: string; readonly exact?: true }>>;
  /** The terms that were answered beforehand. */
  readonly resolved: ReadonlyMap<Filter, Clause>;
};

/** Nothing is greater than nothing, or contained in it. */
const nothing: Clause = { $nor: [{}] };

export const memberKeyed: Searched["keyed"] = {
  id: { field: "_id", exact: true },
  userName: { field: "keys.userName" },
  externalId: { field: "keys.externalId", exact: true },
  displayName: { field: "keys.displayName" },
  "emails.value": { field: "keys.emails" },
  "enterprise.manager.value": { field: "keys.manager", exact: true },
};

export const groupKeyed: Searched["keyed"] = {
  id: { field: "_id", exact: true },
  displayName: { field: "keys.names" },
  externalId: { field: "keys.externalId", exact: true },
};

const times: Readonly<Record<string, string>> = {
  "meta.created": "createdAt",
  "meta.lastModified": "modifiedAt",
};
/** What is made when a resource is read, and so cannot be searched. */
const computed = ["schemas", "meta"];

/**
 * Compiles a filter.
 * @throws ScimError invalidFilter for what cannot be searched
 */
export function toQuery(filter: Filter, searched: Searched): Clause {
  const resolved = searched.resolved.get(filter);
  if (resolved) return resolved;
  switch (filter.kind) {
    case "and":
      return { $and: filter.terms.map((term) => toQuery(term, searched)) };
    case "or":
      return { $or: filter.terms.map((term) => toQuery(term, searched)) };
    case "not":
      return { $nor: [toQuery(filter.term, searched)] };
    case "present":
      return clause(fieldOf(filter.path), { $exists: true });
    case "element":
      return {
        $and: [
          ...hints(filter.path, filter.filter, searched),
          clause(fieldOf(filter.path), { $elemMatch: elementQuery(filter.filter) }),
        ],
      };
    case "compare":
      return comparison(filter, searched);
  }
}

function comparison({ path, operator, value }: Comparison, searched: Searched): Clause {
  const name = nameOf(path);
  if (operator === "ne")
    return { $nor: [comparison({ kind: "compare", path, operator: "eq", value }, searched)] };
  if (value === null) return operator === "eq" ? clause(fieldOf(path), { $exists: false }) : nothing;
  const time = times[name];
  if (time) return clause(time, onTime(operator, value));
  const key = searched.keyed[name];
  if (key) return clause(key.field, onText(operator, key.exact ? value : foldText(value), true));
  return clause(fieldOf(path), onText(operator, value, leafOf(path).caseExact));
}

/** The inner filter of a value path, on the element's own fields. */
function elementQuery(filter: Filter): Clause {
  switch (filter.kind) {
    case "and":
      return { $and: filter.terms.map(elementQuery) };
    case "or":
      return { $or: filter.terms.map(elementQuery) };
    case "not":
      return { $nor: [elementQuery(filter.term)] };
    case "present":
      return clause(nameOf(filter.path), { $exists: true });
    case "element":
      throw new ScimError("invalidFilter", "Brackets within brackets are not understood; use and.");
    case "compare": {
      const { path, operator, value } = filter;
      if (operator === "ne")
        return { $nor: [elementQuery({ kind: "compare", path, operator: "eq", value })] };
      if (value === null) return operator === "eq" ? clause(nameOf(path), { $exists: false }) : nothing;
      return clause(nameOf(path), onText(operator, value, leafOf(path).caseExact));
    }
  }
}

/** Where a value path asks for one value of an indexed attribute, the index finds the few that can match. */
function hints(path: AttributePath, filter: Filter, searched: Searched): Clause[] {
  if (filter.kind === "and") return filter.terms.flatMap((term) => hints(path, term, searched));
  const whole = filter.kind === "compare" ? [...path, ...filter.path] : [];
  const isHint =
    filter.kind === "compare" &&
    filter.operator === "eq" &&
    filter.value !== null &&
    nameOf(whole) in searched.keyed;
  return isHint ? [comparison({ ...filter, path: whole }, searched)] : [];
}

function fieldOf(path: AttributePath): string {
  const name = nameOf(path);
  if (name === "id") return "_id";
  const time = times[name];
  if (time) return time;
  if (computed.includes(path[0]?.name ?? ""))
    throw new ScimError("invalidFilter", `${name} cannot be searched.`);
  return `attributes.${name}`;
}

function nameOf(path: AttributePath): string {
  return path.map(({ name }) => name).join(".");
}

function foldText(value: Comparable): Comparable {
  return typeof value === "string" ? fold(value) : value;
}

function onTime(operator: Comparison["operator"], value: Comparable): Condition<unknown> {
  const time = new Date(String(value));
  if (operator === "eq") return { $eq: time };
  if (operator === "co" || operator === "sw" || operator === "ew") {
    throw new ScimError("invalidFilter", "A time is compared with eq, ne, gt, ge, lt or le.");
  }
  return { [`$${mongoOrder[operator]}`]: time };
}

const mongoOrder: Readonly<Record<string, string>> = { gt: "gt", ge: "gte", lt: "lt", le: "lte" };

/** @param exact whether the field's case counts, or is folded already */
function onText(operator: Comparison["operator"], value: Comparable, exact: boolean): Condition<unknown> {
  if (typeof value !== "string")
    return operator === "eq" ? { $eq: value } : { [`$${mongoOrder[operator]}`]: value };
  if (value.includes("\0"))
    throw new ScimError("invalidFilter", "A value with a NUL character cannot be searched.");
  const literal = exact ? escaped(value) : eitherForm(value);
  const $options = exact ? "" : "i";
  switch (operator) {
    case "eq":
      return exact ? { $eq: value } : { $regex: `^${literal}\\z`, $options };
    case "co":
      return { $regex: `${literal}${letterEnds}`, $options };
    case "sw":
      return { $regex: `^${literal}${letterEnds}`, $options };
    case "ew":
      return { $regex: `${literal}\\z`, $options };
    default:
      if (exact) return { [`$${mongoOrder[operator]}`]: value };
      throw new ScimError(
        "invalidFilter",
        `${operator} is not supported for this attribute; use eq, co, sw or ew.`,
      );
  }
}

/** A letter and its accent are one: what ends with the letter alone does not end within them. */
const letterEnds = "(?!\\p{M})";

function escaped(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** A stored text may have its accents composed or apart. */
function eitherForm(value: string): string {
  const composed = escaped(value.normalize("NFC"));
  const apart = escaped(value.normalize("NFD"));
  return composed === apart ? composed : `(?:${composed}|${apart})`;
}

/** A clause on a field whose name is made here, from declared attributes. */
function clause(field: string, condition: Condition<unknown>): Clause {
  return { [field]: condition };
}
