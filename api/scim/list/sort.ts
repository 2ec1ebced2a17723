/**
 * By what a list is sorted (RFC 7644 §3.4.2.3): a simple attribute, of a multi-valued one the primary value or the
 * first; text by case only where case counts. Whoever has no value comes last, or first where the order is
 * descending; who has the same value comes in the order of age.
 */
import { ScimError } from "../../../shared/scim/error.ts";
import { comparable, leafOf } from "../../../shared/scim/filter/filter.ts";
import { type AttributePath, findAttribute } from "../../../shared/scim/path.ts";
import { isObject, isPrimary, type JsonObject } from "../../../shared/scim/value/value.ts";
import type { Order } from "../../../shared/store/source.ts";
import { inCodePoints } from "./code-points.ts";
import type { Position } from "./cursor.ts";
import type { Way } from "./find.ts";
import type { Part } from "./parts.ts";

export type Key = Position[1];

/** The attribute that is sorted by, in each of a list's parts; absent in a part whose resources do not have it. */
export type SortKey = { readonly paths: ReadonlyMap<Part, AttributePath> };

/** A cursor holds a key, so a key has a bound; who agrees so far comes in the order of age. */
const keyMaxLength = 1_000;

/** Made of memberships when a resource is read. */
const elsewhere = ["members", "groups"];

/**
 * @throws ScimError invalidValue where it is no attribute that can be sorted by
 */
export function sortKey(parts: readonly Part[], name: string): SortKey {
  const paths = new Map(
    parts.flatMap((part) => {
      const path = findAttribute(part.type, name);
      return path ? [[part, simple(path, name)] as const] : [];
    }),
  );
  if (paths.size > 0) return { paths };
  throw new ScimError(
    "invalidValue",
    `sortBy: there is no attribute ${name.slice(0, 200)}; /Schemas lists those that there are.`,
  );
}

/** The order in which an index has it already; null where there is none. */
export function indexedOrder({ parts, sort }: Way): Order | null {
  if (parts.some(({ filter }) => filter !== undefined)) return null;
  if (!sort) return { field: "_id", descending: false };
  const [part] = parts;
  const path = part && sort.paths.get(part);
  if (!path || parts.length > 1) return null;
  const name = path.map((attribute) => attribute.name).join(".");
  const field = ({ id: "_id", userName: "keys.userName" } as const)[name];
  return field ? { field, descending: sort.descending } : null;
}

/** What a resource is sorted by; null where it has no value. */
export function keyOf(path: AttributePath | undefined, resource: JsonObject): Key {
  if (!path) return null;
  let value: unknown = resource;
  for (const { name } of path) {
    const object = Array.isArray(value) ? (value.find(isPrimary) ?? value[0]) : value;
    value = isObject(object) ? object[name] : undefined;
  }
  const one: unknown = Array.isArray(value) ? value[0] : value;
  if (one === undefined || one === null) return null;
  const key = comparable(leafOf(path), one);
  if (typeof key === "string") return key.slice(0, keyMaxLength);
  return typeof key === "number" || typeof key === "boolean" ? key : null;
}

/** @returns less than nothing where the left one comes first in ascending order */
export function compareKeys(left: Key, right: Key): number {
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? 1 : -1;
  if (typeof left === "string" && typeof right === "string") return inCodePoints(left, right);
  if (typeof left === typeof right) return left < right ? -1 : 1;
  return typeof left < typeof right ? -1 : 1;
}

function simple(path: AttributePath, name: string): AttributePath {
  const leaf = leafOf(path);
  const value = leaf.type === "complex" ? leaf.subAttributes.get("value") : leaf;
  const simplePath = value === undefined || value === leaf ? path : [...path, value];
  if (elsewhere.includes(path[0]?.name ?? ""))
    throw unsortable(name, "cannot be sorted by: memberships are in no order. Name another attribute.");
  if (value === undefined) throw unsortable(name, "has parts; name one of them.");
  // An order would tell of the values (RFC 7643 §7).
  if (simplePath.some(({ returned }) => returned === "never"))
    throw unsortable(name, "is never shown, so nobody is sorted by it.");
  return simplePath;
}

function unsortable(name: string, why: string): ScimError {
  return new ScimError("invalidValue", `sortBy: ${name} ${why}`);
}
