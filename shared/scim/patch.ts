/**
 * PATCH (RFC 7644 §3.5.2) as a pure function: stored attributes and operations in, stored attributes out.
 * All or nothing: the given attributes are never touched, and the first operation that cannot be done throws.
 */
import { isDeepStrictEqual } from "node:util";
import type { Attribute } from "./attribute.ts";
import { ScimError } from "./error.ts";
import { type Filter, matches } from "./filter.ts";
import type { Operation } from "./message.ts";
import { type Path, parsePath, type Step } from "./path.ts";
import { check } from "./resource.ts";
import type { ResourceType } from "./resource-type.ts";
import { decodeValue, isObject, isPrimary, type JsonObject, shape, single } from "./value.ts";

type Change = { readonly op: Operation["op"]; readonly value: unknown };

/**
 * Applies operations in their order, each to what the one before it left.
 * @throws ScimError invalidPath, noTarget, mutability or invalidValue; its detail names the operation's number
 */
export function applyPatch<Stored extends JsonObject>(
  type: ResourceType<Stored>,
  attributes: Stored,
  operations: readonly Operation[],
): Stored {
  let patched: JsonObject = attributes;
  operations.forEach((operation, index) => {
    try {
      patched = applyOperation(type, patched, operation);
    } catch (error) {
      if (!(error instanceof ScimError)) throw error;
      throw new ScimError(error.fault, `Operation ${index + 1}: ${error.message}`, { cause: error });
    }
  });
  return check(type, patched);
}

function applyOperation(
  type: ResourceType<unknown>,
  attributes: JsonObject,
  operation: Operation,
): JsonObject {
  const { op, path, value } = operation;
  if (path !== undefined) return changeAt(attributes, writablePath(type, path), { op, value });
  if (op === "remove") throw new ScimError("noTarget", "remove needs a path that names what to remove.");
  if (!isObject(value)) {
    throw new ScimError(
      "invalidValue",
      `without a path, value must be an object of attributes, but ${shape(value)} was sent.`,
    );
  }
  return Object.entries(value).reduce((object, [key, part]) => {
    const target = parsePath(type, key);
    return !target || isReadOnly(target) ? object : changeAt(object, target, { op, value: part });
  }, attributes);
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

/** Changes what a path leads to, and gives back a copy of the object with the change in it. */
function changeAt(object: JsonObject, path: Path, change: Change): JsonObject {
  const [step, ...rest] = path;
  if (!step) return object;
  const { attribute } = step;
  const before = object[attribute.name];
  return assign(object, attribute, changed(before, step, rest, change));
}

function changed(before: unknown, step: Step, rest: Path, change: Change): unknown {
  const { attribute } = step;
  if (attribute.multiValued && (step.filter || rest.length > 0)) {
    return changeElements(listOf(before), step, rest, change);
  }
  if (rest.length > 0) return changeAt(isObject(before) ? before : {}, rest, change);
  return attribute.multiValued
    ? changeList(listOf(before), attribute, change)
    : changeOne(isObject(before) ? before : undefined, attribute, change);
}

function changeOne(before: JsonObject | undefined, attribute: Attribute, { op, value }: Change): unknown {
  if (op === "remove") return undefined;
  const one = single(attribute, value, attribute.name);
  return attribute.type === "complex" && isObject(one)
    ? changeParts(before ?? {}, attribute, { op, value: one })
    : decodeValue(attribute, one);
}

/** A complex value changes the parts that it names, and empties those that it names as empty. */
function changeParts(
  before: JsonObject,
  { subAttributes }: Attribute,
  change: { op: Change["op"]; value: JsonObject },
): JsonObject {
  return Object.entries(change.value).reduce((object, [key, value]) => {
    const part = subAttributes.get(key.toLowerCase());
    if (!part || part.mutability === "readOnly") return object;
    return changeAt(object, [{ attribute: part }], { op: change.op, value });
  }, before);
}

function changeList(before: readonly unknown[], attribute: Attribute, { op, value }: Change): unknown {
  if (op === "remove" && (value === undefined || value === null)) return undefined;
  const sent = listOf(decodeValue(attribute, value));
  if (op === "remove") return before.filter((element) => !sent.some((one) => same(element, one)));
  if (op === "replace") return sent;
  const after = [...before];
  for (const element of sent) {
    if (after.some((one) => isDeepStrictEqual(one, element))) continue;
    const index = after.findIndex((one) => same(one, element));
    const old = after[index];
    if (index < 0) after.push(element);
    else after[index] = isObject(old) && isObject(element) ? { ...old, ...element } : element;
  }
  return onePrimary(before, after);
}

/** Two elements are the same value when value and type agree; those without a value, when all of them agrees. */
function same(left: unknown, right: unknown): boolean {
  if (!isObject(left) || !isObject(right) || left["value"] === undefined)
    return isDeepStrictEqual(left, right);
  return left["value"] === right["value"] && (right["type"] === undefined || left["type"] === right["type"]);
}

function changeElements(before: readonly unknown[], step: Step, rest: Path, change: Change): unknown {
  const { attribute, filter } = step;
  const picked = (element: unknown) => !filter || (isObject(element) && matches(filter, element));
  if (!before.some(picked)) {
    if (change.op === "remove") return before;
    if (change.op === "replace" && rest.length === 0) throw noMatch(attribute);
    const described = filter ? elementFor(attribute, filter) : {};
    const fresh = changeElement(attribute, described, rest, change);
    return isDeepStrictEqual(fresh, described) ? before : onePrimary(before, [...before, ...listOf(fresh)]);
  }
  const after = before.flatMap((element) =>
    picked(element)
      ? listOf(changeElement(attribute, isObject(element) ? element : {}, rest, change))
      : [element],
  );
  return onePrimary(before, after);
}

function changeElement(attribute: Attribute, element: JsonObject, rest: Path, change: Change): unknown {
  if (rest.length > 0) return meaningful(element, changeAt(element, rest, change));
  if (change.op === "remove") return undefined;
  const sent = decodeValue({ ...attribute, multiValued: false }, change.value);
  return isObject(sent) ? { ...element, ...sent } : undefined;
}

/** An element that a change left with nothing but its labels says nothing any more. */
function meaningful(before: JsonObject, after: JsonObject): JsonObject | undefined {
  const keys = Object.keys(after);
  const grew = keys.length >= Object.keys(before).length;
  return grew || keys.some((key) => key !== "type" && key !== "primary" && key !== "display")
    ? after
    : undefined;
}

/**
 * The element that a filter describes, for directories that write to `emails[type eq "work"].value` before there
 * is one. Only equalities describe an element.
 */
function elementFor(attribute: Attribute, filter: Filter): JsonObject {
  if (filter.kind === "and")
    return Object.assign({}, ...filter.terms.map((term) => elementFor(attribute, term)));
  const [sub] = filter.kind === "compare" ? filter.path : [];
  if (filter.kind === "compare" && filter.operator === "eq" && filter.value !== null && sub) {
    return { [sub.name]: filter.value };
  }
  throw noMatch(attribute);
}

function noMatch({ name }: Attribute): ScimError {
  return new ScimError("noTarget", `no value of ${name} matches the filter in the path; add one first.`);
}

/** Where a change makes an element the primary one, the one that was it before is it no longer. */
function onePrimary(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  const primaries = after.filter(isPrimary);
  if (primaries.length < 2) return after;
  const fresh = primaries.filter(
    (element) => !before.some((old) => isPrimary(old) && isDeepStrictEqual(old, element)),
  );
  const kept = fresh.at(-1) ?? primaries[0];
  return after.map((element) =>
    isPrimary(element) && element !== kept && isObject(element) ? { ...element, primary: false } : element,
  );
}

function assign(object: JsonObject, attribute: Attribute, value: unknown): JsonObject {
  const { [attribute.name]: _, ...others } = object;
  const empty =
    value === undefined ||
    (Array.isArray(value) && value.length === 0) ||
    (isObject(value) && Object.keys(value).length === 0);
  if (!empty) return { ...object, [attribute.name]: value };
  if (attribute.required)
    throw new ScimError("mutability", `${attribute.name} is required and cannot be removed or emptied.`);
  return others;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
