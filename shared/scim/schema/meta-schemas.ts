/**
 * The schemas of what the server tells about itself (RFC 7643 §8.7.2, RFC 9865 §4). Nothing of it can be written.
 */
import { z } from "zod";
import {
  boolean,
  complex,
  integer,
  many,
  mutabilities,
  type Options,
  readAttributes,
  reference,
  returneds,
  simpleTypes,
  text,
  texts,
  uniquenesses,
} from "./attribute.ts";
import type { Schema } from "./resource-type.ts";

const readOnly = { mutability: "readOnly" } as const satisfies Options;
const exact = { ...readOnly, caseExact: true } as const satisfies Options;

const supported = boolean("Whether the operation is supported.", readOnly);

const serviceProviderConfig = z.strictObject({
  documentationUri: reference("Help for people.", ["external"], readOnly).optional(),
  patch: complex("PATCH.", { supported }, readOnly),
  bulk: complex(
    "Bulk operations.",
    {
      supported,
      maxOperations: integer("The most operations in one request.", readOnly),
      maxPayloadSize: integer("The largest body of a request, in bytes.", readOnly),
    },
    readOnly,
  ),
  filter: complex(
    "Filters.",
    { supported, maxResults: integer("The most resources in one answer.", readOnly) },
    readOnly,
  ),
  changePassword: complex("The change of a password.", { supported }, readOnly),
  sort: complex("Sorting.", { supported }, readOnly),
  etag: complex("ETags.", { supported }, readOnly),
  pagination: complex(
    "How lists come in pages.",
    {
      cursor: boolean("Whether a page can be asked for by cursor.", readOnly),
      index: boolean("Whether a page can be asked for by index.", readOnly),
      defaultPaginationMethod: text("What is used when the client says nothing.", {
        ...readOnly,
        canonicalValues: ["cursor", "index"],
      }).optional(),
      defaultPageSize: integer("The resources on a page when the client says nothing.", readOnly).optional(),
      maxPageSize: integer("The most resources on a page, whatever the client says.", readOnly).optional(),
      cursorTimeout: integer("How long a cursor is good, in seconds.", readOnly).optional(),
    },
    readOnly,
  ).optional(),
  authenticationSchemes: many(
    "How a client says who it is.",
    {
      type: text("The scheme.", {
        ...readOnly,
        canonicalValues: ["oauth", "oauth2", "oauthbearertoken", "httpbasic", "httpdigest"],
      }),
      name: text("The scheme's usual name.", readOnly),
      description: text("What the scheme is.", readOnly),
      specUri: reference("Where the scheme is specified.", ["external"], readOnly).optional(),
      documentationUri: reference("Help for people.", ["external"], readOnly).optional(),
      primary: boolean("Whether this is the preferred scheme.", readOnly).optional(),
    },
    readOnly,
  ),
});

const resourceType = z.strictObject({
  id: text("The same as the name.", exact).optional(),
  name: text("The name of the resource type.", { ...exact, uniqueness: "server" }),
  description: text("What the resource type is.", readOnly).optional(),
  endpoint: reference("The path of its resources, after the base URL.", ["uri"], {
    ...readOnly,
    uniqueness: "server",
  }),
  schema: reference("The URN of its schema.", ["uri"], readOnly),
  // §6 says that it is optional, against the table of §8.7.2, and a list of none is unassigned (§2.5).
  schemaExtensions: many(
    "The extensions of the schema.",
    {
      schema: reference("The URN of the extension.", ["uri"], readOnly),
      required: boolean("Whether each resource must have it.", readOnly),
    },
    readOnly,
  ).optional(),
});

const aboutAttribute = {
  name: text("The attribute's name.", exact),
  type: text("The type of its values.", { ...readOnly, canonicalValues: [...simpleTypes, "complex"] }),
  multiValued: boolean("Whether it can have more than one value.", readOnly),
  description: text("What the attribute is.", exact).optional(),
  required: boolean("Whether it must have a value.", readOnly).optional(),
  canonicalValues: texts("The usual values.", exact).optional(),
  caseExact: boolean("Whether case counts when values are compared.", readOnly).optional(),
  mutability: text("When a value can be written.", { ...exact, canonicalValues: mutabilities }).optional(),
  returned: text("When it is in an answer.", { ...exact, canonicalValues: returneds }).optional(),
  uniqueness: text("Among what a value is unique.", { ...exact, canonicalValues: uniquenesses }).optional(),
  referenceTypes: texts("What it can refer to.", exact).optional(),
};

// A sub-attribute has none of its own (§2.3.8), so this ends.
const aboutAttributes = {
  ...aboutAttribute,
  subAttributes: many("What a complex attribute is made of.", aboutAttribute, readOnly).optional(),
};

const schema = z.strictObject({
  id: text("The URN of the schema.", readOnly),
  name: text("The name of the schema.", readOnly),
  description: text("What the schema is.", readOnly).optional(),
  attributes: many("The attributes of the schema.", aboutAttributes, readOnly),
});

/** The schemas of `/ServiceProviderConfig`, `/ResourceTypes` and `/Schemas`. */
export const metaSchemas: readonly Schema[] = [
  {
    id: "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig",
    name: "ServiceProviderConfig",
    description: "What the server can do.",
    attributes: readAttributes(serviceProviderConfig),
  },
  {
    id: "urn:ietf:params:scim:schemas:core:2.0:ResourceType",
    name: "ResourceType",
    description: "A kind of resource.",
    attributes: readAttributes(resourceType),
  },
  {
    id: "urn:ietf:params:scim:schemas:core:2.0:Schema",
    name: "Schema",
    description: "The attributes of resources.",
    attributes: readAttributes(schema),
  },
];
