/**
 * What is wrong with a custom schema, in a sentence that names the place and the way out. It never repeats a value.
 */
import type { z } from "zod";

/** Describes the first fault that was found. */
export function describeIssue({ issues: [issue] }: z.ZodError): string {
  if (!issue) return "The schema cannot be used.";
  const at = issue.path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .slice(1);
  return `${at || "The schema"} ${wrong(issue)}.`;
}

function wrong(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "unrecognized_keys":
      return `has ${issue.keys[0]?.slice(0, 100)}, which is not known here; see RFC 7643 §7`;
    case "too_small":
      return "must not be empty";
    case "too_big":
      return `is too long: at most ${issue.maximum} are taken`;
    case "invalid_type":
      return `must be ${kinds.get(issue.expected) ?? `of the type ${issue.expected}`}`;
    case "invalid_value":
      return issue.message.startsWith("must") ? issue.message : `must be one of ${issue.values.join(", ")}`;
    default:
      return issue.message;
  }
}

const kinds: ReadonlyMap<string, string> = new Map([
  ["string", "a text"],
  ["boolean", "true or false"],
  ["array", "a list"],
  ["object", "an object"],
]);
