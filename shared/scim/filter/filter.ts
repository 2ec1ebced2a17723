/**
 * What a filter says, as data, and how it is decided for one object in memory (RFC 7644 §3.4.2.2).
 * A filter holds declared attributes only, and its values already have the types of what they are compared with.
 */

import type { AttributePath } from "../path.ts";
import type { Attribute } from "../schema/attribute.ts";
import { isObject, type JsonObject } from "../value/value.ts";
import { holds } from "./values.ts";

export { comparable } from "./values.ts";

export const operators = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"] as const;
export type Operator = (typeof operators)[number];
export type Comparable = string | number | boolean | null;

export type Comparison = {
  readonly kind: "compare";
  readonly path: AttributePath;
  readonly operator: Operator;
  readonly value: Comparable;
};

export type Filter =
  | Comparison
  | { readonly kind: "present"; readonly path: AttributePath }
  /** One element of the multi-valued attribute satisfies the whole inner filter. */
  | { readonly kind: "element"; readonly path: AttributePath; readonly filter: Filter }
  | { readonly kind: "and" | "or"; readonly terms: readonly Filter[] }
  | { readonly kind: "not"; readonly term: Filter }
  /** The resource's id is one of these: what is left of a term that was looked up elsewhere. */
  | { readonly kind: "among"; readonly ids: ReadonlySet<string> };

/** What holds for everybody, and for nobody. */
export const always: Filter = { kind: "and", terms: [] };
export const never: Filter = { kind: "or", terms: [] };

/**
 * Decides a filter for one object: a resource as `searchable` shows it, or one element of a multi-valued attribute.
 */
export function matches(filter: Filter, object: JsonObject): boolean {
  switch (filter.kind) {
    case "and":
      return filter.terms.every((term) => matches(term, object));
    case "or":
      return filter.terms.some((term) => matches(term, object));
    case "not":
      return !matches(filter.term, object);
    case "among":
      return typeof object["id"] === "string" && filter.ids.has(object["id"]);
    case "present":
      return valuesAt(object, filter.path).length > 0;
    case "element":
      return valuesAt(object, filter.path).some((element) =>
        // The values of a simple attribute go by the name `value` (RFC 7643 §2.4).
        matches(filter.filter, isObject(element) ? element : { value: element }),
      );
    case "compare":
      return compares(filter, valuesAt(object, filter.path));
  }
}

/** The names of the attributes that a filter looks at, as a resource has them at its root in the stored form. */
export function attributesIn(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case "and":
    case "or":
      return [...new Set(filter.terms.flatMap(attributesIn))];
    case "not":
      return attributesIn(filter.term);
    case "among":
      return [];
    default:
      return filter.path.slice(0, 1).map(({ name }) => name);
  }
}

/** A filter on a complex value with its paths led from whatever holds that value. */
export function under(path: AttributePath, filter: Filter): Filter {
  switch (filter.kind) {
    case "and":
    case "or":
      return { kind: filter.kind, terms: filter.terms.map((term) => under(path, term)) };
    case "not":
      return { kind: "not", term: under(path, filter.term) };
    case "among":
      return filter;
    default:
      return { ...filter, path: [...path, ...filter.path] };
  }
}

/** The attribute that a path leads to. */
export function leafOf(path: AttributePath): Attribute {
  const leaf = path.at(-1);
  if (!leaf) throw new Error("an attribute path has at least one step");
  return leaf;
}

function valuesAt(object: JsonObject, path: AttributePath): unknown[] {
  let values: unknown[] = [object];
  for (const attribute of path) {
    values = values.flatMap((value) => (isObject(value) ? value[attribute.name] : undefined));
  }
  return values.filter(isAssigned);
}

/** Null, an empty text, and a complex value in which nothing is assigned are as good as absent (RFC 7643 §2.5). */
function isAssigned(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isAssigned);
  if (isObject(value)) return Object.values(value).some(isAssigned);
  return value !== undefined && value !== null && value !== "";
}

/** `ne`, and `eq null`, also hold where nothing is assigned; every other comparison needs a value. */
function compares({ path, operator, value }: Comparison, found: readonly unknown[]): boolean {
  if (operator === "ne") return !compares({ kind: "compare", path, operator: "eq", value }, found);
  if (value === null) return operator === "eq" && found.length === 0;
  const leaf = leafOf(path);
  return found.some((candidate) => holds(leaf, operator, candidate, value));
}
