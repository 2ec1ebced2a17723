/**
 * What one operation of a PATCH does to the place that its path leads to (RFC 7644 §3.5.2.1 to §3.5.2.3).
 * Every change gives back a copy; what was given is never touched.
 */
import { isDeepStrictEqual } from "node:util";
import { ScimError } from "../error.ts";
import type { Operation } from "../message.ts";
import type { Path, Step } from "../path.ts";
import { type Attribute, titleOf } from "../schema/attribute.ts";
import { decodeValue, isObject, type JsonObject, single } from "../value/value.ts";
import { comparisonsIn, type Effort } from "./effort.ts";
import { asElement, elementFor, isPicked, isUsual, meaningful, noMatch } from "./element.ts";
import { listOf, onePrimary, withoutValues, withValues } from "./list.ts";

export type Change = { readonly op: Operation["op"]; readonly value: unknown; readonly effort: Effort };

/**
 * Changes what a path leads to, and gives back a copy of the object with the change in it.
 * @throws ScimError noTarget, mutability, invalidValue or tooMany
 */
export function changeAt(object: JsonObject, path: Path, change: Change): JsonObject {
  const [step, ...rest] = path;
  if (!step) return object;
  const { attribute } = step;
  const before = object[attribute.name];
  const after = changed(before, step, rest, change);
  if (attribute.mutability === "immutable" && before !== undefined && !isDeepStrictEqual(before, after)) {
    throw new ScimError(
      "mutability",
      `${attribute.name} cannot be changed once it has a value; leave it out.`,
    );
  }
  return assign(object, attribute, after);
}

function changed(before: unknown, step: Step, rest: Path, change: Change): unknown {
  const { attribute } = step;
  if (attribute.multiValued && (step.filter || rest.length > 0)) {
    return changeElements(listOf(before), step, rest, change);
  }
  if (rest.length > 0) return changeAt(isObject(before) ? before : {}, rest, change);
  return attribute.multiValued
    ? changeList(listOf(before), attribute, change)
    : changeOne(before, attribute, change);
}

/** Changes a single value, or one element of a multi-valued attribute; a complex one in the parts that were sent. */
function changeOne(before: unknown, attribute: Attribute, change: Change): unknown {
  if (change.op === "remove") return undefined;
  const one = single(attribute, change.value, titleOf(attribute));
  return attribute.type === "complex" && isObject(one)
    ? changeParts(isObject(before) ? before : {}, attribute, one, change)
    : decodeValue(attribute, one);
}

/** A complex value changes the parts that it names, and empties those that it names as empty. */
function changeParts(
  before: JsonObject,
  { subAttributes }: Attribute,
  sent: JsonObject,
  change: Change,
): JsonObject {
  return Object.entries(sent).reduce((object, [key, value]) => {
    const part = subAttributes.get(key.toLowerCase());
    if (!part || part.mutability === "readOnly") return object;
    return changeAt(object, [{ attribute: part }], { ...change, value });
  }, before);
}

function changeList(before: readonly unknown[], attribute: Attribute, change: Change): unknown {
  const { op, value, effort } = change;
  if (op === "remove" && (value === undefined || value === null)) return undefined;
  const sent = listOf(decodeValue(attribute, value));
  if (op === "replace") return sent;
  return op === "add"
    ? withValues(before, attribute, sent, effort)
    : withoutValues(before, attribute, sent, effort);
}

function changeElements(before: readonly unknown[], step: Step, rest: Path, change: Change): unknown {
  const { attribute, filter } = step;
  change.effort.spend(before.length * comparisonsIn(filter));
  const picks = before.map((element) => !filter || isPicked(filter, element));
  if (!picks.includes(true)) {
    if (change.op === "remove") return before;
    if (change.op === "replace" && rest.length === 0) throw noMatch(attribute);
    const described = filter ? elementFor(attribute, filter) : {};
    if (change.op === "replace" && !isUsual(attribute, described)) throw noMatch(attribute);
    const fresh = changeElement(attribute, described, rest, change);
    return isDeepStrictEqual(fresh, described) ? before : onePrimary(before, [...before, ...listOf(fresh)]);
  }
  const after = before.flatMap((element, index) =>
    picks[index] ? listOf(changeElement(attribute, element, rest, change)) : [element],
  );
  return onePrimary(before, after);
}

function changeElement(attribute: Attribute, element: unknown, rest: Path, change: Change): unknown {
  if (rest.length === 0) {
    const value = asElement(attribute, change.value);
    return changeOne(element, { ...attribute, multiValued: false }, { ...change, value });
  }
  const before = isObject(element) ? element : {};
  return meaningful(before, changeAt(before, rest, change));
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
