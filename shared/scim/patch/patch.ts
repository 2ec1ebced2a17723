/**
 * PATCH (RFC 7644 §3.5.2) as a pure function: stored attributes and operations in, stored attributes out.
 * All or nothing: the given attributes are never touched, and the first operation that cannot be done throws.
 */
import { ScimError } from "../error.ts";
import type { Operation } from "../message.ts";
import { type Path, parsePath } from "../path.ts";
import { check } from "../resource/resource.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { distinct, isObject, type JsonObject, shape } from "../value/value.ts";
import { changeAt } from "./change.ts";
import { Effort } from "./effort.ts";

/**
 * Applies operations in their order, each to what the one before it left.
 * @throws ScimError invalidPath, invalidFilter, noTarget, mutability, invalidValue or tooMany; its detail names the
 *   operation's number
 */
export function applyPatch<Stored extends JsonObject>(
  type: ResourceType<Stored>,
  attributes: Stored,
  operations: readonly Operation[],
): Stored {
  const effort = new Effort();
  let patched = declaredIn(type, attributes);
  operations.forEach((operation, index) => {
    try {
      patched = applyOperation(type, patched, operation, effort);
    } catch (error) {
      if (!(error instanceof ScimError)) throw error;
      throw new ScimError(error.fault, `Operation ${index + 1}: ${error.message}`, { cause: error });
    }
  });
  return check(type, withoutRepeats(patched));
}

/** An operation can make a value of what another one is already. */
function withoutRepeats(attributes: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, Array.isArray(value) ? distinct(value) : value]),
  );
}

/** A write that outlived the schema of an extension may have left values, which nobody sees any more. */
function declaredIn({ attributes, extensions }: ResourceType<unknown>, stored: JsonObject): JsonObject {
  const isDeclared = (key: string) =>
    attributes.has(key.toLowerCase()) || extensions.some(({ attribute }) => attribute.name === key);
  const keys = Object.keys(stored);
  if (keys.every(isDeclared)) return stored;
  return Object.fromEntries(Object.entries(stored).filter(([key]) => isDeclared(key)));
}

function applyOperation(
  type: ResourceType<unknown>,
  attributes: JsonObject,
  operation: Operation,
  effort: Effort,
): JsonObject {
  const { op, path, value } = operation;
  if (path !== undefined) {
    if (declaresOwnSchemas(type, operation)) return attributes;
    const target = writablePath(type, path);
    if (op !== "remove" && value === undefined) throw missingValue(operation);
    return changeAt(attributes, target, { op, value, effort });
  }
  if (op === "remove") throw new ScimError("noTarget", "remove needs a path that names what to remove.");
  if (!isObject(value)) {
    throw new ScimError(
      "invalidValue",
      `without a path, value must be an object of attributes, but ${shape(value)} was sent.`,
    );
  }
  return Object.entries(value).reduce((object, [key, part]) => {
    const target = parsePath(type, key);
    return !target || isReadOnly(target) ? object : changeAt(object, target, { op, value: part, effort });
  }, attributes);
}

/**
 * A client may say that it is going to use an extension (RFC 7644 §3.5.2). Here `schemas` follows from the attributes,
 * so adding what the type knows changes nothing.
 */
function declaresOwnSchemas(type: ResourceType<unknown>, { op, path, value }: Operation): boolean {
  if (op !== "add" || path?.toLowerCase() !== "schemas") return false;
  const known = new Set([type.schema, ...type.extensions].map(({ id }) => id.toLowerCase()));
  const sent: readonly unknown[] = Array.isArray(value) ? value : [value];
  return sent.every((urn) => typeof urn === "string" && known.has(urn.toLowerCase()));
}

/** No value is not null: taken for it, it would empty the attribute, which nobody asked for (RFC 7644 §3.12). */
function missingValue({ op, path }: Operation): ScimError {
  return new ScimError(
    "invalidValue",
    `${path?.slice(0, 200)}: ${op} needs a value; send null, or a remove, to empty the attribute.`,
  );
}

function writablePath(type: ResourceType<unknown>, text: string): Path {
  const path = parsePath(type, text);
  if (!path) {
    throw new ScimError(
      "invalidPath",
      `there is no attribute ${text.slice(0, 200)}; /Schemas lists those that can be changed.`,
    );
  }
  if (isReadOnly(path))
    throw new ScimError("mutability", `${text.slice(0, 200)} is read-only; leave it out.`);
  return path;
}

function isReadOnly(path: Path): boolean {
  return path.some(({ attribute }) => attribute.mutability === "readOnly");
}
