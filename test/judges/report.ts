/**
 * A verdict in words: the counts, and every check that did not pass, with the judge's reason.
 */
import type { Verdict } from "./verdict.ts";

const REASON_MAX_CHARACTERS = 2_000;

/** Whether there is nothing to mend. */
export function isGood({ checks }: Verdict): boolean {
  return checks.length > 0 && checks.every((check) => check.isGood);
}

/** The verdict as text. */
export function renderVerdict({ judge, checks }: Verdict): string {
  const counts = Map.groupBy(checks, ({ status }) => status);
  const summary = [...counts].map(([status, { length }]) => `${length} ${status}`).join(", ");
  const rest = checks.filter(({ status }) => status !== "SUCCESS" && status !== "PASS");
  const lines = rest.map(({ status, name, reason }) => `  ${status} ${name}${indent(reason)}`);
  return [`${judge}: ${checks.length} checks: ${summary}`, ...lines].join("\n");
}

function indent(reason: string): string {
  if (reason === "") return "";
  const lines = reason.slice(0, REASON_MAX_CHARACTERS).split("\n");
  return lines.map((line) => `\n      ${line}`).join("");
}
