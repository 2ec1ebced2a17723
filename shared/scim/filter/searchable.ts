/**
 * A resource as a filter looks at it: its stored form, and beside that everything that is made when it is read.
 * Whatever can be filtered is in it, so `matches` decides every filter on it rightly.
 */
import { withReferences } from "../resource/reference.ts";
import { encodeResource, type ResourceRecord } from "../resource/resource.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import type { JsonObject } from "../value/value.ts";

/**
 * Makes the view. Extensions stand under the short keys of the stored form.
 * @param baseUrl the SCIM URL of the organization, without a slash at its end
 */
export function searchable(type: ResourceType<unknown>, record: ResourceRecord, baseUrl: string): JsonObject {
  const { schemas, id, meta } = encodeResource(type, record, baseUrl);
  const own = withReferences(type, record.attributes, baseUrl);
  return { ...own, ...extensionsOf(type, record, baseUrl), schemas, id, meta };
}

/** References are made for what stands under a URN, as on the wire. */
function extensionsOf(
  type: ResourceType<unknown>,
  { attributes }: ResourceRecord,
  baseUrl: string,
): JsonObject {
  const present = type.extensions.filter(({ attribute }) => attributes[attribute.name] !== undefined);
  return Object.fromEntries(
    present.map(({ id, attribute: { name } }) => [
      name,
      withReferences(type, { [id]: attributes[name] }, baseUrl)[id],
    ]),
  );
}
