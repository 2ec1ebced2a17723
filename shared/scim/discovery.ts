/**
 * What the server tells about itself (RFC 7643 §5 to §7), made from the declarations of the resource types.
 * Nothing is announced that is not enforced.
 */
import type { Attribute, Attributes } from "./schema/attribute.ts";
import type { ResourceType, Schema } from "./schema/resource-type.ts";
import type { JsonObject } from "./value/value.ts";

/** What the server takes and gives at a time. */
type AnnouncedLimits = {
  /** Resources on a page, when the client does not say, and at most. */
  readonly pageDefault: number;
  readonly pageMax: number;
  /** Operations in one bulk request, and bytes of it. */
  readonly bulkOperations: number;
  readonly bulkBytes: number;
};

/** Encodes `/ServiceProviderConfig` (RFC 7643 §5, RFC 9865 §4). */
export function encodeServiceProviderConfig(baseUrl: string, limits: AnnouncedLimits): JsonObject {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
    patch: { supported: true },
    bulk: {
      supported: true,
      maxOperations: limits.bulkOperations,
      maxPayloadSize: limits.bulkBytes,
    },
    filter: { supported: true, maxResults: limits.pageMax },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: "index",
      defaultPageSize: limits.pageDefault,
      maxPageSize: limits.pageMax,
    },
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
    ...(isText(type) && { caseExact: attribute.caseExact }),
    mutability,
    returned,
    uniqueness,
    ...(attribute.canonicalValues && { canonicalValues: attribute.canonicalValues }),
    ...(attribute.referenceTypes && { referenceTypes: attribute.referenceTypes }),
    ...(attribute.subAttributes.size > 0 && { subAttributes: encodeAttributes(attribute.subAttributes) }),
  };
}

/** Whether case means anything for values of a type; that of a time does not (RFC 7643 §2.3.5). */
function isText(type: Attribute["type"]): boolean {
  return type === "string" || type === "reference" || type === "binary";
}
