/**
 * Resources on the wire and in the store: decode what a client sent, encode what it gets back.
 * Decoding what was encoded gives the same attributes; nothing read-only or unknown gets in, nothing undeclared out.
 */
import type { z } from "zod";
import { ScimError } from "./error.ts";
import { findAttribute } from "./path.ts";
import type { ResourceType } from "./resource-type.ts";
import { decodeMembers, decodeValue, isObject, type JsonObject, shape } from "./value.ts";

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
  if (!isObject(body))
    throw new ScimError("invalidSyntax", `The body must be a JSON object, but ${shape(body)} was sent.`);
  requireSchema(body, type.schema.id);
  const decoded = decodeMembers(type.schema.attributes, body, "");
  for (const [key, value] of Object.entries(body)) {
    const extension = type.extensions.find(({ id }) => id.toLowerCase() === key.toLowerCase());
    if (!extension) continue;
    const members = decodeValue(extension.attribute, value, extension.name);
    if (members !== undefined) decoded[extension.attribute.name] = members;
  }
  return check(type, decoded);
}

/**
 * Requires that a body names the schema it must have; names are compared whatever their case.
 * @throws ScimError invalidSyntax
 */
export function requireSchema(body: JsonObject, urn: string): void {
  const entry = Object.entries(body).find(([key]) => key.toLowerCase() === "schemas");
  const schemas = Array.isArray(entry?.[1]) ? entry[1] : [];
  if (schemas.some((schema) => typeof schema === "string" && schema.toLowerCase() === urn.toLowerCase()))
    return;
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
  const at = issue?.path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .slice(1);
  throw new ScimError(
    "invalidValue",
    `${at || type.name}: ${issue ? wrong(issue) : "the value cannot be used"}.`,
  );
}

function wrong(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type" && issue.input === undefined) return "a value is required";
  if (issue.code === "too_big") return `the value is too large, at most ${issue.maximum} are taken`;
  return "the value cannot be used";
}

/** Which attributes a client wants to see (RFC 7644 §3.9), as it named them; at most one of the lists is given. */
export type Projection = {
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
};

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
  return project(type, wire, projection);
}

/** Where a resource is read. */
export function locationOf(type: ResourceType<unknown>, id: string, baseUrl: string): string {
  return `${baseUrl}${type.endpoint}/${id}`;
}

/** The ETag of a version: weak, since equal versions need not be equal bytes (RFC 7644 §3.14). */
export function etagOf(version: number): string {
  return `W/"${version}"`;
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
  const sample = Object.fromEntries(
    [...(attribute?.subAttributes.values() ?? [])].map((part) => [part.name, true]),
  );
  const shown = project(type, { [name]: sample }, projection)[name];
  return isObject(shown) ? Object.keys(shown) : null;
}

function project(type: ResourceType<unknown>, wire: JsonObject, projection: Projection): JsonObject {
  if (projection.attributes) return pick(type, wire, projection.attributes);
  if (!projection.excludedAttributes) return wire;
  return projection.excludedAttributes.reduce((left, name) => without(left, wireWay(type, name)), wire);
}

function pick(type: ResourceType<unknown>, wire: JsonObject, names: readonly string[]): JsonObject {
  const picked: Record<string, unknown> = { schemas: wire["schemas"], id: wire["id"] };
  for (const name of names) {
    const [first, ...rest] = wireWay(type, name);
    if (first === undefined || wire[first] === undefined) continue;
    picked[first] = merged(picked[first], narrowed(wire[first], rest));
  }
  return picked;
}

/** Two parts of one attribute that were asked for one by one belong together. */
function merged(before: unknown, part: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(part))
    return part.map((one, index) => merged(before[index], one));
  return isObject(before) && isObject(part) ? { ...before, ...part } : part;
}

function narrowed(value: unknown, way: readonly string[]): unknown {
  const [first, ...rest] = way;
  if (first === undefined) return value;
  if (Array.isArray(value)) return value.map((element) => narrowed(element, way));
  return isObject(value) && value[first] !== undefined ? { [first]: narrowed(value[first], rest) } : {};
}

function without(value: unknown, way: readonly string[]): JsonObject {
  const [first, ...rest] = way;
  if (!isObject(value)) return {};
  if (first === undefined || first === "schemas" || first === "id" || value[first] === undefined)
    return value;
  const { [first]: part, ...others } = value;
  if (rest.length === 0) return others;
  return {
    ...value,
    [first]: Array.isArray(part) ? part.map((element) => without(element, rest)) : without(part, rest),
  };
}

/** The keys under which an attribute stands on the wire; none where there is no such attribute. */
function wireWay(type: ResourceType<unknown>, name: string): string[] {
  const way = findAttribute(type, name.trim()) ?? [];
  return way.map(
    (attribute) =>
      type.extensions.find((extension) => extension.attribute === attribute)?.id ?? attribute.name,
  );
}
