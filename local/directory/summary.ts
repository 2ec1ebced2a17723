/**
 * What a run came to, for people to read.
 *
 * Always true: long lists are cut, and say so.
 */
import Table from "cli-table3";
import type { Outcome } from "./main.ts";

const mostLines = 20;

export function renderSummary({ users, cycles, check }: Outcome): string {
  const table = new Table({
    head: [
      "",
      "requests",
      "created",
      "matched",
      "updated",
      "references",
      "disabled",
      "enabled",
      "deleted",
      "refused",
      "took",
    ],
    style: { head: [], border: [] },
  });
  for (const report of cycles)
    table.push([
      report.cycle,
      report.requests,
      report.created,
      report.matched,
      report.updated,
      report.references,
      report.disabled,
      report.enabled,
      report.deleted,
      report.refused.length,
      `${(report.tookMs / 1000).toFixed(1)} s`,
    ]);
  const refused = cycles.flatMap(({ cycle, refused }) =>
    refused.map(({ person, status, detail }) => `refused in the ${cycle}: ${person}: ${status} ${detail}`),
  );
  return `${[`A tenant of ${users} people:`, table.toString(), ...cut(refused), ...renderCheck(check)].join("\n")}\n`;
}

function renderCheck(check: Outcome["check"]): string[] {
  if (check === null) return [];
  const differences = check.differences.map(
    ({ person, attribute, directory, organization }) =>
      `differs: ${person}: ${attribute} is "${directory}" in the directory and "${organization}" in the organization`,
  );
  const verdict =
    differences.length === 0 ? "the organization equals the directory" : `${differences.length} differences`;
  return [...cut(differences), `Checked ${check.checked} people: ${verdict}.`];
}

function cut(lines: string[]): string[] {
  return lines.length <= mostLines
    ? lines
    : [...lines.slice(0, mostLines), `… and ${lines.length - mostLines} more`];
}
