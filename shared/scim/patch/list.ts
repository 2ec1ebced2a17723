/**
 * The values of a multi-valued attribute as a PATCH changes them as a whole (RFC 7644 §3.5.2.1, §3.5.2.2): which are
 * the same, which one is primary. Lists in, lists out; the given ones are never touched.
 */
import { isDeepStrictEqual } from "node:util";
import type { Attribute } from "../schema/attribute.ts";
import { fold } from "../value/fold.ts";
import { isObject, isPrimary, type JsonObject } from "../value/value.ts";
import type { Effort } from "./effort.ts";

/** What tells one value of a list from another, in the form in which it is compared. */
type Label = { readonly value: unknown; readonly type: unknown };

/** Adds values; one that is there already gets the parts that it does not have yet. */
export function withValues(
  before: readonly unknown[],
  attribute: Attribute,
  sent: readonly unknown[],
  effort: Effort,
): readonly unknown[] {
  const after = [...before];
  const labels = after.map((element) => labelOf(attribute, element));
  for (const element of sent) {
    effort.spend(after.length);
    if (after.some((one) => isDeepStrictEqual(one, element))) continue;
    const label = labelOf(attribute, element);
    const index = labels.findIndex((one) => isSame(one, label));
    if (index < 0) {
      after.push(element);
      labels.push(label);
    } else after[index] = merged(after[index], element);
  }
  return onePrimary(before, after);
}

/** Removes the values that are the same as one of those sent. */
export function withoutValues(
  before: readonly unknown[],
  attribute: Attribute,
  sent: readonly unknown[],
  effort: Effort,
): readonly unknown[] {
  effort.spend(before.length * sent.length);
  const labels = sent.map((element) => labelOf(attribute, element));
  return before.filter((element) => {
    const own = labelOf(attribute, element);
    return !sent.some((one, index) => isSame(own, labels[index]) || isDeepStrictEqual(element, one));
  });
}

/** Where a change makes an element the primary one, the one that was it before is it no longer (RFC 7644 §3.5.2). */
export function onePrimary(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  const primaries = after.filter(isPrimary);
  if (primaries.length < 2) return after;
  const old = before.filter(isPrimary);
  const fresh = primaries.filter((element) => !old.some((one) => isDeepStrictEqual(one, element)));
  const kept = fresh.at(-1) ?? primaries[0];
  return after.map((element) =>
    isPrimary(element) && element !== kept && isObject(element) ? { ...element, primary: false } : element,
  );
}

/** A value as a list: none, the one, or those that it holds. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** A value without a label is the same as none but its equal. */
function labelOf(attribute: Attribute, element: unknown): Label | null {
  if (!isObject(element)) return { value: compared(attribute, element), type: undefined };
  if (element["value"] === undefined) return null;
  return { value: labelPart(attribute, element, "value"), type: labelPart(attribute, element, "type") };
}

function labelPart({ subAttributes }: Attribute, element: JsonObject, name: "value" | "type"): unknown {
  const part = subAttributes.get(name);
  return part && compared(part, element[name]);
}

function compared({ caseExact }: Attribute, value: unknown): unknown {
  return typeof value === "string" && !caseExact ? fold(value) : value;
}

/** Two are the same where value and type agree (RFC 7643 §2.4); one that was sent without a type is of any. */
function isSame(there: Label | null, sent: Label | null | undefined): boolean {
  if (!there || !sent || there.value !== sent.value) return false;
  return sent.type === undefined || sent.type === there.type;
}

/** The value and the type stay as they are written there: what differs in case alone is no change. */
function merged(there: unknown, sent: unknown): unknown {
  if (!isObject(there) || !isObject(sent)) return there;
  const { value: _value, type: _type, ...others } = sent;
  return { ...there, ...others };
}
