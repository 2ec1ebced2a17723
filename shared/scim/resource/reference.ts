/**
 * Where a resource is that an attribute names by its id: the `$ref` beside the `value` (RFC 7643 §2.4). It is made
 * when a resource is read and never stored, so that it follows the id.
 */
import type { Attribute } from "../schema/attribute.ts";
import { groupType } from "../schema/group.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { userType } from "../schema/user.ts";
import { isObject, type JsonObject } from "../value/value.ts";
import { type Find, partsOf, topOf } from "./wire-form.ts";

const endpoints = new Map([userType, groupType].map(({ name, endpoint }) => [name, endpoint]));

/**
 * Adds the references to a resource as it is encoded.
 * @param baseUrl the SCIM URL of the organization, without a slash at its end
 */
export function withReferences(type: ResourceType<unknown>, wire: JsonObject, baseUrl: string): JsonObject {
  return addReferences(topOf(type), wire, baseUrl);
}

/** The object itself where there is nothing to add, as for most. */
function addReferences(find: Find, object: JsonObject, baseUrl: string): JsonObject {
  let added = object;
  for (const [key, value] of Object.entries(object)) {
    const attribute = isObject(value) ? find(key) : undefined;
    if (!attribute || !isObject(value)) continue;
    const inside = addReferences(partsOf(attribute), value, baseUrl);
    const $ref = referenceOf(attribute, value, baseUrl);
    if ($ref !== undefined || inside !== value)
      added = { ...added, [key]: { ...inside, ...($ref !== undefined && { $ref }) } };
  }
  return added;
}

function referenceOf(
  { subAttributes }: Attribute,
  { value }: JsonObject,
  baseUrl: string,
): string | undefined {
  if (typeof value !== "string") return undefined;
  const [only, ...others] = subAttributes.get("$ref")?.referenceTypes ?? [];
  const endpoint = only !== undefined && others.length === 0 ? endpoints.get(only) : undefined;
  return endpoint && `${baseUrl}${endpoint}/${encodeURIComponent(value)}`;
}
