/**
 * Which attributes of a resource a client sees (RFC 7644 §3.9): by what it named, and by what each is declared to be
 * `returned` (RFC 7643 §7). What is never returned is in no answer, whoever names it.
 */

import { findAttribute } from "../path.ts";
import type { Attribute } from "../schema/attribute.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { isObject, type JsonObject } from "../value/value.ts";
import { type Find, partsOf, topOf } from "./wire-form.ts";

/**
 * Which attributes a client wants to see, as it named them; at most one of the lists is given. An empty list says
 * nothing.
 */
export type Projection = {
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
};

/** What is named, by the attributes' names: each as a whole or not, and the parts of it that are named one by one. */
type Named = Map<string, { isWhole: boolean; readonly parts: Named }>;

/** The attributes to show: only those that are named; or the usual ones, also or without those that are. */
type Selection = { readonly only?: Named; readonly also?: Named; readonly without?: Named };

const usual: Selection = {};
const none: Selection = { only: new Map() };

/**
 * Leaves of a resource what a client is to see.
 * @param wire the whole of it, as it is encoded
 * @returns an object of its own, which shares values with the other; without attributes of which nothing is left
 */
export function project(type: ResourceType<unknown>, wire: JsonObject, projection: Projection): JsonObject {
  return shownParts(topOf(type), wire, selectionOf(type, projection)) ?? {};
}

/**
 * Which parts of a complex attribute a projection leaves.
 * @returns their names; null where the attribute itself is left out
 */
export function partsShown(
  type: ResourceType<unknown>,
  name: string,
  projection: Projection,
): readonly string[] | null {
  const attribute = type.attributes.get(name.toLowerCase());
  const inside = attribute && inner(attribute, selectionOf(type, projection));
  if (!inside) return null;
  const parts = [...attribute.subAttributes.values()].filter((part) => inner(part, inside) !== null);
  return parts.length > 0 ? parts.map((part) => part.name) : null;
}

function selectionOf(type: ResourceType<unknown>, projection: Projection): Selection {
  const { attributes = [], excludedAttributes = [] } = projection;
  if (attributes.length > 0) return { only: namedIn(type, attributes) };
  return excludedAttributes.length > 0 ? { without: namedIn(type, excludedAttributes) } : usual;
}

function namedIn(type: ResourceType<unknown>, names: readonly string[]): Named {
  const named: Named = new Map();
  for (const name of names) {
    for (const way of waysOf(type, name.trim())) add(named, way);
  }
  return named;
}

/** The name of the core schema alone stands for what is usually shown of it, as that of an extension does. */
function waysOf(type: ResourceType<unknown>, name: string): readonly (readonly Attribute[])[] {
  if (name.toLowerCase() !== type.schema.id.toLowerCase()) return [findAttribute(type, name) ?? []];
  const attributes = [...type.schema.attributes.values()];
  return attributes.filter((attribute) => inner(attribute, usual)).map((attribute) => [attribute]);
}

function add(named: Named, [first, ...rest]: readonly Attribute[]): void {
  if (!first) return;
  const one = named.get(first.name) ?? { isWhole: false, parts: new Map() };
  named.set(first.name, one);
  if (rest.length === 0) one.isWhole = true;
  else add(one.parts, rest);
}

/** What is to be shown of an attribute's parts; null where it is not shown. */
function inner(attribute: Attribute, { only, also, without }: Selection): Selection | null {
  const { name, returned, subAttributes } = attribute;
  if (returned === "never") return null;
  const asked = (only ?? also)?.get(name);
  if (asked) return asked.isWhole || !only ? { also: asked.parts } : { only: asked.parts };
  if (returned === "request") return null;
  const left = without?.get(name);
  if (!only && !left?.isWhole) return left ? { without: left.parts } : usual;
  // A part that is always returned is so also where nobody asks for what it is a part of.
  return returned === "always" ? usual : subAttributes.size > 0 ? none : null;
}

function shownParts(find: Find, object: JsonObject, selection: Selection): JsonObject | undefined {
  const shown: Record<string, unknown> = {};
  let isEmpty = true;
  for (const key of Object.keys(object)) {
    const attribute = find(key);
    const inside = attribute && inner(attribute, selection);
    const value = inside ? shownValue(attribute, object[key], inside) : undefined;
    if (value === undefined) continue;
    shown[key] = value;
    isEmpty = false;
  }
  return isEmpty ? undefined : shown;
}

function shownValue(attribute: Attribute, value: unknown, selection: Selection): unknown {
  if (attribute.subAttributes.size === 0 || (selection === usual && attribute.isUsual)) return value;
  const find = partsOf(attribute);
  if (!Array.isArray(value)) return isObject(value) ? shownParts(find, value, selection) : undefined;
  const elements = value
    .map((element) => (isObject(element) ? shownParts(find, element, selection) : undefined))
    .filter((element) => element !== undefined);
  return elements.length > 0 ? elements : undefined;
}
