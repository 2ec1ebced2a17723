/**
 * What may be written once and never again: attributes that are immutable (RFC 7643 §7, RFC 7644 §3.5.1, §3.5.2).
 */
import { isDeepStrictEqual } from "node:util";
import { ScimError } from "../error.ts";
import type { Attribute } from "../schema/attribute.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { isObject, type JsonObject } from "../value/value.ts";

/**
 * Requires that what is immutable and has a value keeps it; what has none may get one. An immutable part stands or
 * falls with the value that it is a part of: that may be removed as a whole.
 * @param before in the stored form, and so is `after`
 * @throws ScimError mutability, which names the attribute
 */
export function requireUnchanged(type: ResourceType<unknown>, before: JsonObject, after: JsonObject): void {
  requireSame(type.schema.attributes.values(), before, after, "");
  for (const { attribute, id } of type.extensions) {
    // An extension is no value of its own: what it holds stays also where the whole of it is left out.
    const [was, is] = [before, after].map((object) => objectIn(object, attribute.name));
    requireSame(attribute.subAttributes.values(), was ?? {}, is ?? {}, `${id}:`);
  }
}

function requireSame(
  attributes: Iterable<Attribute>,
  before: JsonObject,
  after: JsonObject,
  prefix: string,
): void {
  for (const attribute of attributes) {
    const { name, mutability, subAttributes } = attribute;
    const was = before[name];
    if (was === undefined) continue;
    const at = prefix + name;
    if (mutability === "immutable" && !isDeepStrictEqual(was, after[name])) throw immutable(at);
    if (subAttributes.size === 0) continue;
    for (const [old, current] of pairs(was, after[name]))
      requireSame(subAttributes.values(), old, current, `${at}.`);
  }
}

/** The values that were there and still are. Of many, it is the one with the same `value` (RFC 7643 §2.4). */
function pairs(before: unknown, after: unknown): [JsonObject, JsonObject][] {
  if (isObject(before) && isObject(after)) return [[before, after]];
  if (!Array.isArray(before) || !Array.isArray(after)) return [];
  const current = new Map(after.filter(isObject).map((element) => [element["value"], element]));
  return before.filter(isObject).flatMap((old): [JsonObject, JsonObject][] => {
    const same = old["value"] === undefined ? undefined : current.get(old["value"]);
    return same ? [[old, same]] : [];
  });
}

function objectIn(object: JsonObject, key: string): JsonObject | undefined {
  const value = object[key];
  return isObject(value) ? value : undefined;
}

function immutable(at: string): ScimError {
  return new ScimError(
    "mutability",
    `${at} is immutable and has a value; send the value that it has, or leave it as it is.`,
  );
}
