/**
 * One element of a multi-valued attribute, as the filter in a path picks it or describes it (RFC 7644 §3.5.2).
 */

import { ScimError } from "../error.ts";
import { type Filter, matches } from "../filter/filter.ts";
import type { Attribute } from "../schema/attribute.ts";
import { isObject, type JsonObject } from "../value/value.ts";

/** The values of a simple attribute go by the name `value` (RFC 7643 §2.4). */
export function isPicked(filter: Filter, element: unknown): boolean {
  return matches(filter, isObject(element) ? element : { value: element });
}

/** A text stands for an element with that value, as it does in a whole list. */
export function asElement({ type, subAttributes }: Attribute, value: unknown): unknown {
  const stands =
    type === "complex" && typeof value === "string" && value !== "" && subAttributes.has("value");
  return stands ? { value } : value;
}

/** An element that a change left with nothing but its labels says nothing any more. */
export function meaningful(before: JsonObject, after: JsonObject): JsonObject | undefined {
  const keys = Object.keys(after);
  const grew = keys.length >= Object.keys(before).length;
  return grew || keys.some((key) => key !== "type" && key !== "primary" && key !== "display")
    ? after
    : undefined;
}

/**
 * The element that a filter describes, for directories that write to `emails[type eq "work"].value` before there
 * is one. Only equalities describe an element, and only where they agree.
 * @throws ScimError noTarget where it describes none
 */
export function elementFor(attribute: Attribute, filter: Filter): JsonObject {
  const element = described(attribute, filter);
  if (!matches(filter, element)) throw noMatch(attribute);
  return element;
}

/**
 * Whether a replace may make the element that its path describes, though RFC 7644 §3.5.2.3 has noTarget there: Entra
 * replaces what it has not written yet, of the types that the schema names.
 */
export function isUsual({ subAttributes }: Attribute, { type }: JsonObject): boolean {
  const { canonicalValues } = subAttributes.get("type") ?? {};
  if (!canonicalValues || typeof type !== "string") return true;
  return canonicalValues.some((usual) => usual.toLowerCase() === type.toLowerCase());
}

function described(attribute: Attribute, filter: Filter): JsonObject {
  if (filter.kind === "and")
    return Object.assign({}, ...filter.terms.map((term) => described(attribute, term)));
  const [sub] = filter.kind === "compare" ? filter.path : [];
  if (filter.kind === "compare" && filter.operator === "eq" && filter.value !== null && sub) {
    return { [sub.name]: filter.value };
  }
  throw noMatch(attribute);
}

/** What a write to a value that is not there fails with (RFC 7644 §3.5.2.3). */
export function noMatch({ name }: Attribute): ScimError {
  return new ScimError("noTarget", `no value of ${name} matches the filter in the path; add one first.`);
}
