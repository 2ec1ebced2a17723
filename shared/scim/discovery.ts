/**
 * What the server tells about itself (RFC 7643 §5 to §7), made from the declarations of the resource types.
 * Nothing is announced that is not enforced.
 */
import type { Attribute, Attributes } from "./attribute.ts";
import type { ResourceType, Schema } from "./resource-type.ts";
import type { JsonObject } from "./value.ts";

/**
 * Encodes `/ServiceProviderConfig` (RFC 7643 §5).
 * @param limits the most resources that a list gives back
 */
export function encodeServiceProviderConfig(baseUrl: string, limits: { pageMax: number }): JsonObject {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: limits.pageMax },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: "oauthbearertoken",
        name: "SCIM key",
        description: "The organization's SCIM key, sent as a bearer token.",
        specUri: "https://www.rfc-editor.org/rfc/rfc6750",
        primary: true,
      },
    ],
    meta: { resourceType: "ServiceProviderConfig", location: `${baseUrl}/ServiceProviderConfig` },
  };
}

/** Encodes one of `/ResourceTypes` (RFC 7643 §6). */
export function encodeResourceType(type: ResourceType<unknown>, baseUrl: string): JsonObject {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    id: type.name,
    name: type.name,
    endpoint: type.endpoint,
    description: type.description,
    schema: type.schema.id,
    schemaExtensions: type.extensions.map(({ id }) => ({ schema: id, required: false })),
    meta: { resourceType: "ResourceType", location: `${baseUrl}/ResourceTypes/${type.name}` },
  };
}

/** Encodes one of `/Schemas` (RFC 7643 §7). */
export function encodeSchema(schema: Schema, baseUrl: string): JsonObject {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    id: schema.id,
    name: schema.name,
    description: schema.description,
    attributes: encodeAttributes(schema.attributes),
    meta: { resourceType: "Schema", location: `${baseUrl}/Schemas/${schema.id}` },
  };
}

function encodeAttributes(attributes: Attributes): JsonObject[] {
  return [...attributes.values()].map(encodeAttribute);
}

function encodeAttribute(attribute: Attribute): JsonObject {
  const { name, type, multiValued, description, required, mutability, returned, uniqueness } = attribute;
  return {
    name,
    type,
    multiValued,
    description,
    required,
    ...((type === "string" || type === "reference") && { caseExact: attribute.caseExact }),
    mutability,
    returned,
    uniqueness,
    ...(attribute.canonicalValues && { canonicalValues: attribute.canonicalValues }),
    ...(attribute.referenceTypes && { referenceTypes: attribute.referenceTypes }),
    ...(attribute.subAttributes.size > 0 && { subAttributes: encodeAttributes(attribute.subAttributes) }),
  };
}
