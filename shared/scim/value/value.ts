/**
 * From JSON to a stored value: canonical names, the attribute's own type, nothing for what is unassigned.
 * Directories send a value in shapes that the RFC does not know ("False", a list of one, an id where an object
 * belongs); here, and only here, they become what the attribute's declaration says.
 */

import { ScimError } from "../error.ts";
import { type Attribute, type Attributes, titleOf } from "../schema/attribute.ts";

export type JsonObject = { readonly [key: string]: unknown };

/** Whether a value is a JSON object, not null and not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object with its names in lower case, as names count whatever their case (RFC 7643 §2.1). */
export function folded(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key.toLowerCase(), value]));
}

/**
 * Decodes a value that was sent for an attribute.
 * @returns the stored form; `undefined` where the value means "unassigned": null, an empty text, an empty list
 *   (RFC 7643 §2.5), or an object in which nothing is assigned
 * @throws ScimError invalidValue
 */
export function decodeValue(attribute: Attribute, value: unknown, at = titleOf(attribute)): unknown {
  if (value === null || value === undefined || value === "") return undefined;
  if (!attribute.multiValued) return decodeOne(attribute, single(attribute, value, at), at);
  const list = Array.isArray(value) ? value : [value];
  const elements = distinct(
    list.map((element) => decodeOne(attribute, element, at)).filter((element) => element !== undefined),
  );
  if (elements.filter(isPrimary).length > 1) {
    throw new ScimError(
      "invalidValue",
      `${at} has more than one value with primary true; mark one of them only.`,
    );
  }
  return elements.length > 0 ? elements : undefined;
}

/** The same value of the same type stands once, with all that was said of it (RFC 7643 §2.4). */
export function distinct(elements: readonly unknown[]): unknown[] {
  const byValue = new Map<unknown, unknown>();
  for (const element of elements) {
    const key =
      isObject(element) && "value" in element ? JSON.stringify([element["type"], element["value"]]) : {};
    const before = byValue.get(key);
    byValue.set(key, isObject(before) && isObject(element) ? { ...before, ...element } : element);
  }
  return [...byValue.values()];
}

/**
 * Decodes the members of an object against attributes; names in any case, unknown and read-only ones left out.
 * @throws ScimError invalidValue
 */
export function decodeMembers(
  attributes: Attributes,
  object: JsonObject,
  at: string,
): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(object)) {
    const attribute = attributes.get(key.toLowerCase());
    if (!attribute || attribute.mutability === "readOnly") continue;
    const decoded = decodeValue(attribute, value, at ? `${at}.${attribute.name}` : attribute.name);
    if (decoded !== undefined) members[attribute.name] = decoded;
  }
  return members;
}

/** Whether an element of a multi-valued attribute is the primary one. */
export function isPrimary(element: unknown): boolean {
  return isObject(element) && element["primary"] === true;
}

/**
 * A single-valued attribute may come as a list of one, a simple one also as an object that holds the value.
 * @throws ScimError invalidValue where there is more than one
 */
export function single(attribute: Attribute, value: unknown, at: string): unknown {
  if (Array.isArray(value) && value.length > 1) {
    throw new ScimError("invalidValue", `${at} takes one value, but a list of ${value.length} was sent.`);
  }
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return attribute.type !== "complex" && isObject(one) && "value" in one ? one["value"] : one;
}

function decodeOne(attribute: Attribute, value: unknown, at: string): unknown {
  if (value === null || value === undefined || value === "") return undefined;
  switch (attribute.type) {
    case "complex":
      return decodeComplex(attribute, value, at);
    case "boolean":
      return decodeBoolean(value, at);
    case "integer":
    case "decimal":
      return decodeNumber(value, at);
    default:
      if (typeof value === "string" && value.isWellFormed()) return value;
      if (typeof value === "string") {
        throw new ScimError("invalidValue", `${at} holds half of a character; send well-formed Unicode.`);
      }
      throw new ScimError("invalidValue", `${at} must be a text, but ${shape(value)} was sent.`);
  }
}

function decodeComplex(attribute: Attribute, value: unknown, at: string): unknown {
  const object = typeof value === "string" && attribute.subAttributes.has("value") ? { value } : value;
  if (!isObject(object)) {
    throw new ScimError("invalidValue", `${at} must be an object, but ${shape(value)} was sent.`);
  }
  const members = decodeMembers(attribute.subAttributes, object, at);
  return Object.keys(members).length > 0 ? members : undefined;
}

function decodeBoolean(value: unknown, at: string): boolean {
  const word = typeof value === "string" ? value.toLowerCase() : value;
  if (word === true || word === "true") return true;
  if (word === false || word === "false") return false;
  throw new ScimError("invalidValue", `${at} must be true or false, but ${shape(value)} was sent.`);
}

/** A JSON number (RFC 8259 §6), for directories that send all values as texts. */
const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

function decodeNumber(value: unknown, at: string): number {
  const one = typeof value === "string" && number.test(value) ? Number(value) : value;
  if (typeof one === "number" && Number.isFinite(one)) return one;
  throw new ScimError("invalidValue", `${at} must be a number, but ${shape(value)} was sent.`);
}

/** Says what a value looks like without repeating it: it may be long, or private. */
export function shape(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "string") return `a text of ${value.length} characters`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
