/**
 * The value of a comparison, read as what it is compared with: a filter never compares a value of another type.
 */

import { ScimError } from "../error.ts";
import type { Attribute } from "../schema/attribute.ts";
import { decodeValue } from "../value/value.ts";
import type { Comparable, Operator } from "./filter.ts";
import { timeOf } from "./values.ts";

/**
 * Reads a value without quotes: true, false, null or a number; the words in any case, since Entra writes `True`.
 * @throws ScimError invalidFilter
 */
export function literal({ name }: Attribute, word: string): Comparable {
  const folded = word.toLowerCase();
  if (folded === "true") return true;
  if (folded === "false") return false;
  if (folded === "null") return null;
  const number = parsed(word);
  if (typeof number === "number") return number;
  throw new ScimError("invalidFilter", `The value for ${name} must stand in double quotes.`);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/**
 * Gives a value the type of the attribute that it is compared with.
 * @throws ScimError invalidFilter where the attribute cannot have such a value, or the operator means nothing for it
 */
export function typed(attribute: Attribute, operator: Operator, value: Comparable): Comparable {
  requireFit(attribute, operator);
  if (value === null || value === "") return value;
  if (attribute.type === "dateTime" && !isPart(operator) && Number.isNaN(timeOf(value))) {
    throw new ScimError("invalidFilter", `${attribute.name} is a time; write it as "2026-01-31T12:00:00Z".`);
  }
  try {
    const decoded = decodeValue({ ...attribute, multiValued: false }, value);
    if (typeof decoded === "string" || typeof decoded === "number" || typeof decoded === "boolean")
      return decoded;
  } catch (error) {
    if (error instanceof ScimError) throw new ScimError("invalidFilter", error.message);
    throw error;
  }
  throw new ScimError("invalidFilter", `${attribute.name} cannot be compared with that value.`);
}

/** Neither a boolean nor a binary value has an order (RFC 7644 §3.4.2.2, table 3); what is no text has no parts. */
const unordered: readonly Attribute["type"][] = ["boolean", "binary"];
const whole: readonly Attribute["type"][] = ["boolean", "integer", "decimal"];
const orders: readonly Operator[] = ["gt", "ge", "lt", "le"];

function requireFit({ name, type }: Attribute, operator: Operator): void {
  if (unordered.includes(type) && orders.includes(operator)) {
    throw new ScimError("invalidFilter", `${name} is ${type} and has no order; compare it with eq or ne.`);
  }
  if (whole.includes(type) && isPart(operator)) {
    throw new ScimError(
      "invalidFilter",
      `${name} is ${type}, not a text; compare it as a whole, as with eq.`,
    );
  }
}

function isPart(operator: Operator): boolean {
  return operator === "co" || operator === "sw" || operator === "ew";
}
