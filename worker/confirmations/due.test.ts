import { expect, test } from "vitest";
import { isTellingDue } from "./due.ts";

const now = new Date("2026-02-01T12:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const waits = { firstMs: 60_000, againMs: 3_600_000 };

const table: [string, number | null, number | null, boolean][] = [
  ["nobody accepted", null, null, false],
  ["nobody accepted since they were told", 500, null, false],
  ["somebody accepted a moment ago", null, 0.5, false],
  ["somebody accepted a minute ago", null, 1, true],
  ["somebody accepted, and they were told within the hour", 59, 58, false],
  ["somebody accepted, and they were told an hour ago", 60, 59, true],
  ["somebody accepted a moment ago, and they were told long ago", 500, 0.5, false],
];
for (const [when, told, oldest, due] of table) {
  test(`${when}: ${due ? "an e-mail" : "none"} (B52)`, () => {
    const last = told === null ? undefined : { at: ago(told) };
    expect(isTellingDue(last, oldest === null ? undefined : ago(oldest), now, waits)).toBe(due);
  });
}
