/**
 * Resources on the wire and in the store: decode what a client sent, encode what it gets back.
 * Decoding what was encoded gives the same attributes; nothing read-only or unknown gets in, nothing undeclared out.
 */
import type { z } from "zod";
import { ScimError } from "../error.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { decodeMembers, decodeValue, isObject, type JsonObject, shape } from "../value/value.ts";
import { type Projection, project } from "./projection.ts";
import { withReferences } from "./reference.ts";

export { requireUnchanged } from "./immutable.ts";
export { type Projection, partsShown } from "./projection.ts";

/** What the server knows about a resource beside its attributes. Times are of the server's clock. */
export type ResourceRecord = {
  readonly id: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  /** In the stored form, and with what is not stored there but shown. */
  readonly attributes: JsonObject;
};

/**
 * Decodes the body of a POST or PUT.
 * @throws ScimError invalidSyntax where it is no resource of this type; invalidValue where an attribute is wrong
 */
export function decodeResource<Stored>(type: ResourceType<Stored>, body: unknown): Stored {
  const sent = requireSchema(body, type.schema.id);
  const decoded = decodeMembers(type.schema.attributes, sent, "");
  for (const [key, value] of Object.entries(sent)) {
    const extension = type.extensions.find(({ id }) => id.toLowerCase() === key.toLowerCase());
    if (!extension) continue;
    const members = decodeValue(extension.attribute, value, extension.name);
    if (members !== undefined) decoded[extension.attribute.name] = members;
  }
  return check(type, decoded);
}

/**
 * Requires that a body is an object that names the schema it must have; names are compared whatever their case.
 * @returns the body
 * @throws ScimError invalidSyntax
 */
export function requireSchema(body: unknown, urn: string): JsonObject {
  if (!isObject(body))
    throw new ScimError("invalidSyntax", `The body must be a JSON object, but ${shape(body)} was sent.`);
  const entry = Object.entries(body).find(([key]) => key.toLowerCase() === "schemas");
  const schemas = Array.isArray(entry?.[1]) ? entry[1] : [];
  if (schemas.some((schema) => typeof schema === "string" && schema.toLowerCase() === urn.toLowerCase()))
    return body;
  throw new ScimError("invalidSyntax", `schemas must be a list that holds "${urn}".`);
}

/**
 * Checks and types attributes in the stored form.
 * @throws ScimError invalidValue, which names the attribute
 */
export function check<Stored>(type: ResourceType<Stored>, attributes: JsonObject): Stored {
  const checked = type.stored.safeParse(attributes);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const [first = type.name, ...rest] = issue?.path ?? [];
  const extension = type.extensions.find(({ attribute }) => attribute.name === first);
  const at = rest.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  throw new ScimError(
    "invalidValue",
    `${extension?.name ?? String(first)}${at}: ${issue ? wrong(issue) : "the value cannot be used"}.`,
  );
}

function wrong(issue: z.core.$ZodIssue): string {
  if (issue.code === "custom") return issue.message;
  if (issue.code === "invalid_type" && issue.expected === "int") return "the value must be a whole number";
  if (issue.code === "invalid_type" && issue.input === undefined) return "a value is required";
  if (issue.code === "too_big") return `the value is too large, at most ${issue.maximum} are taken`;
  return "the value cannot be used";
}

/**
 * Encodes a resource for the wire.
 * @param baseUrl the SCIM URL of the organization, without a slash at its end
 */
export function encodeResource(
  type: ResourceType<unknown>,
  record: ResourceRecord,
  baseUrl: string,
  projection: Projection = {},
): JsonObject {
  const { attributes } = record;
  const extensions = type.extensions.filter(({ attribute }) => attributes[attribute.name] !== undefined);
  const wire: Record<string, unknown> = {
    schemas: [type.schema.id, ...extensions.map(({ id }) => id)],
    id: record.id,
  };
  for (const { name } of type.schema.attributes.values()) {
    if (attributes[name] !== undefined) wire[name] = attributes[name];
  }
  for (const { id, attribute } of extensions) wire[id] = attributes[attribute.name];
  wire["meta"] = {
    resourceType: type.name,
    created: record.createdAt.toISOString(),
    lastModified: record.modifiedAt.toISOString(),
    location: locationOf(type, record.id, baseUrl),
    version: etagOf(record.version),
  };
  // References are returned on request only, so nobody else pays for them.
  const whole = projection.attributes?.length ? withReferences(type, wire, baseUrl) : wire;
  return project(type, whole, projection);
}

/** Where a resource is read. */
export function locationOf(type: ResourceType<unknown>, id: string, baseUrl: string): string {
  return `${baseUrl}${type.endpoint}/${id}`;
}

/** The ETag of a version: weak, since equal versions need not be equal bytes (RFC 7644 §3.14). */
export function etagOf(version: number): string {
  return `W/"${version}"`;
}
