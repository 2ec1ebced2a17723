/**
 * How two values are compared (RFC 7644 §3.4.2.2, table 3). The attribute decides: texts by their folded form unless
 * case counts, times as times, in order by code point.
 */
import type { Attribute } from "../schema/attribute.ts";
import { fold } from "../value/fold.ts";
import type { Operator } from "./filter.ts";

/**
 * Decides an operator on a value that is assigned.
 * @param operator not `ne`, which is decided over all values of the attribute
 * @param value of the attribute's own type, or null, which nothing assigned equals
 */
export function holds(
  attribute: Attribute,
  operator: Exclude<Operator, "ne">,
  candidate: unknown,
  value: unknown,
): boolean {
  const isPart = operator === "co" || operator === "sw" || operator === "ew";
  // A part of a time is a part of its text.
  const form = isPart ? asText : comparable;
  const left = form(attribute, candidate);
  const right = form(attribute, value);
  if (operator === "eq") return left === right;
  if (typeof left === "string" && typeof right === "string") {
    if (!isPart) return ordered(operator, inCodePoints(left, right));
    return attribute.caseExact ? hasPart(operator, left, right) : hasLetters(operator, left, right);
  }
  return typeof left === "number" && typeof right === "number" && !isPart && ordered(operator, left - right);
}

const dateTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(?<zone>Z|[+-]\d\d:\d\d)?)?$/i;

/**
 * Reads a time (RFC 7643 §2.3.5), to the millisecond. One without a zone is read as UTC, and so is a day alone.
 * @returns milliseconds since 1970, or NaN where it is no time
 */
export function timeOf(value: unknown): number {
  const read = dateTime.exec(String(value));
  if (!read) return Number.NaN;
  const isZoned = read.groups?.["zone"] !== undefined || read[1] === undefined;
  return Date.parse(isZoned ? read[0] : `${read[0]}Z`);
}

/** The form of a value in which two are compared: a time in milliseconds, a text folded unless its case counts. */
export function comparable(attribute: Attribute, value: unknown): unknown {
  return attribute.type === "dateTime" ? timeOf(value) : asText(attribute, value);
}

function asText({ caseExact }: Attribute, value: unknown): unknown {
  return typeof value === "string" && !caseExact ? fold(value) : value;
}

function hasPart(operator: "co" | "sw" | "ew", text: string, part: string): boolean {
  if (operator === "co") return text.includes(part);
  return operator === "sw" ? text.startsWith(part) : text.endsWith(part);
}

/** A letter and its accents are one: a part that ends with the letter alone does not end within them. */
function hasLetters(operator: "co" | "sw" | "ew", text: string, part: string): boolean {
  if (operator === "ew" || part === "") return text.endsWith(part);
  if (operator === "sw") return text.startsWith(part) && endsWhole(text, part.length);
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (endsWhole(text, at + part.length)) return true;
  }
  return false;
}

function endsWhole(text: string, end: number): boolean {
  return !startsWithMark.test(text.slice(end, end + 2));
}

const startsWithMark = /^\p{M}/u;

/** The order of the database, which UTF-16 is not in. */
function inCodePoints(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function ordered(operator: "gt" | "ge" | "lt" | "le", difference: number): boolean {
  if (operator === "gt") return difference > 0;
  if (operator === "ge") return difference >= 0;
  return operator === "lt" ? difference < 0 : difference <= 0;
}
