/**
 * What a run came to, for people to read.
 *
 * Always true: long lists are cut, and say so.
 */
import Table from "cli-table3";
import type { CycleReport } from "./job.ts";
import type { Outcome } from "./main.ts";

const mostLines = 20;
const style = { head: [], border: [] };
/** No lines between rows. */
const chars = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" };

/** The lines of the table: what each is called, and its figure in a cycle. */
const lines: [name: string, figure: (report: CycleReport) => number | string][] = [
  ["requests", ({ requests }) => requests],
  ["people created", ({ created }) => created],
  ["  matched", ({ matched }) => matched],
  ["  updated", ({ updated }) => updated],
  ["  with references", ({ references }) => references],
  ["  disabled", ({ disabled }) => disabled],
  ["  enabled", ({ enabled }) => enabled],
  ["  deleted", ({ deleted }) => deleted],
  ["groups created", ({ groups }) => groups.created],
  ["  matched", ({ groups }) => groups.matched],
  ["  updated", ({ groups }) => groups.updated],
  ["  deleted", ({ groups }) => groups.deleted],
  ["memberships added", ({ memberships }) => memberships.added],
  ["  removed", ({ memberships }) => memberships.removed],
  ["refused", ({ refused }) => refused.length],
  ["took", ({ tookMs }) => `${(tookMs / 1000).toFixed(1)} s`],
];

export function renderSummary({ users, groups, cycles, check }: Outcome): string {
  const table = new Table({ head: ["", ...cycles.map(({ cycle }) => cycle)], style, chars });
  for (const [name, figure] of lines) table.push([name, ...cycles.map(figure)]);
  const refused = cycles.flatMap(({ cycle, refused }) =>
    refused.map(({ subject, status, detail }) => `refused in the ${cycle}: ${subject}: ${status} ${detail}`),
  );
  const title = `A tenant of ${users} people and ${groups} groups:`;
  return `${[title, table.toString(), ...cut(refused), ...renderCheck(check)].join("\n")}\n`;
}

function renderCheck(check: Outcome["check"]): string[] {
  if (check === null) return [];
  const differences = check.differences.map(
    ({ subject, attribute, directory, organization }) =>
      `differs: ${subject}: ${attribute} is "${directory}" in the directory and "${organization}" in the organization`,
  );
  const verdict =
    differences.length === 0 ? "the organization equals the directory" : `${differences.length} differences`;
  const what = `${check.people} people, ${check.groups} groups and ${check.memberships} memberships`;
  return [...cut(differences), `Checked ${what}: ${verdict}.`];
}

function cut(lines: string[]): string[] {
  return lines.length <= mostLines
    ? lines
    : [...lines.slice(0, mostLines), `… and ${lines.length - mostLines} more`];
}
