/**
 * What a filter says, as data, and how it is decided for one object in memory (RFC 7644 §3.4.2.2).
 * A filter holds declared attributes only, and its values already have the types of what they are compared with.
 */
import type { Attribute } from "./attribute.ts";
import { fold } from "./fold.ts";
import type { AttributePath } from "./path.ts";
import { isObject, type JsonObject } from "./value.ts";

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
  | { readonly kind: "not"; readonly term: Filter };

/** Decides a filter for an object in its stored form: a resource, or one element of a multi-valued attribute. */
export function matches(filter: Filter, object: JsonObject): boolean {
  switch (filter.kind) {
    case "and":
      return filter.terms.every((term) => matches(term, object));
    case "or":
      return filter.terms.some((term) => matches(term, object));
    case "not":
      return !matches(filter.term, object);
    case "present":
      return valuesAt(object, filter.path).length > 0;
    case "element":
      return valuesAt(object, filter.path).some(
        (element) => isObject(element) && matches(filter.filter, element),
      );
    case "compare":
      return compares(filter, valuesAt(object, filter.path));
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
  return values.filter((value) => value !== undefined && value !== null && value !== "");
}

/** `ne`, and `eq null`, also hold where nothing is assigned; every other comparison needs a value. */
function compares({ path, operator, value }: Comparison, found: readonly unknown[]): boolean {
  if (operator === "ne") return !compares({ kind: "compare", path, operator: "eq", value }, found);
  if (value === null) return operator === "eq" && found.length === 0;
  const leaf = leafOf(path);
  return found.some((candidate) => holds(operator, comparable(leaf, candidate), comparable(leaf, value)));
}

function comparable(attribute: Attribute, value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (attribute.type === "dateTime") return Date.parse(value);
  return attribute.caseExact ? value : fold(value);
}

function holds(operator: Exclude<Operator, "ne">, left: unknown, right: unknown): boolean {
  if (operator === "eq") return left === right;
  if (typeof left === "string" && typeof right === "string") {
    if (operator === "co") return left.includes(right);
    if (operator === "sw") return left.startsWith(right);
    if (operator === "ew") return left.endsWith(right);
    return ordered(operator, left, right);
  }
  return typeof left === "number" && typeof right === "number" && ordered(operator, left, right);
}

function ordered<T extends string | number>(operator: Operator, left: T, right: T): boolean {
  if (operator === "gt") return left > right;
  if (operator === "ge") return left >= right;
  if (operator === "lt") return left < right;
  return operator === "le" && left <= right;
}
