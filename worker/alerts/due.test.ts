import { describe, expect, test } from "vitest";
import { dueAlert } from "./due.ts";

const minute = 60_000;
const hour = 60 * minute;
const waits = { firstMs: 2 * minute, againMs: hour, dailyMs: 24 * hour };
const start = new Date("2026-01-31T12:00:00Z").getTime();
const at = (afterMs: number) => new Date(start + afterMs);

/** The first failure opened at the start; the last one so much later. */
const open = (newestMs = 0, isRepeated = true) => ({ oldest: at(0), newest: at(newestMs), isRepeated });
const told = (digests: number, afterMs: number) => ({ digests, toldAt: at(afterMs) });

describe("when an organization is told of its failures", () => {
  const table: [
    string,
    Parameters<typeof dueAlert>[0],
    Parameters<typeof dueAlert>[1],
    number,
    string | null,
  ][] = [
    ["nothing ever failed", null, null, 0, null],
    ["something has just failed", null, open(), 0, null],
    ["it is not two minutes old", null, open(), 2 * minute - 1, null],
    ["it is two minutes old", null, open(), 2 * minute, "digest"],
    ["others of the burst are younger", null, open(2 * minute), 2 * minute, "digest"],
    ["all was resolved before anybody was told", null, null, hour, null],

    ["the first digest is not an hour old, and there is more", told(1, 0), open(minute), hour - 1, null],
    ["the first digest is an hour old, and nothing is new", told(1, 0), open(-minute), hour, "digest"],
    ["the second is an hour old, and nothing is new", told(2, 0), open(-minute), hour, null],
    ["the second is an hour old, and there is more", told(2, 0), open(minute), hour, "digest"],
    ["the second is not a day old, and nothing is new", told(2, 0), open(-minute), 24 * hour - 1, null],
    ["the second is a day old, and nothing is new", told(2, 0), open(-minute), 24 * hour, "digest"],
    ["the tenth is a day old, and nothing is new", told(10, 0), open(-minute), 24 * hour, "digest"],

    ["all is over an hour after a digest", told(1, 0), null, hour, "over"],
    ["all is over a moment after a digest", told(1, 0), null, minute, null],
    ["it was told that all is over", told(0, 0), null, 24 * hour, null],

    ["it fails anew within the hour after the last e-mail", told(0, 0), open(), 10 * minute, null],
    ["it failed anew, and the hour is over", told(0, 0), open(minute), hour, "digest"],

    ["what is told once lasts for an hour", told(1, 0), open(-minute, false), hour, null],
    ["what is told once lasts for days", told(1, 0), open(-minute, false), 72 * hour, null],
    ["more of what is told once comes later", told(1, 0), open(minute, false), hour, "digest"],
    ["what was told once is over", told(1, 0), null, 72 * hour, "over"],
  ];
  for (const [when, before, span, afterMs, due] of table)
    test(`${when}: ${due ?? "nothing"}`, () => expect(dueAlert(before, span, at(afterMs), waits)).toBe(due));
});

test("whatever happens, an hour lies between two e-mails, and everything that opened is told within a day", () => {
  // Failures come and go in every pattern that a small generator makes.
  let seed = 7;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31;
  };
  let digests = 0;
  let toldAt: Date | null = null;
  let opened: number[] = [];
  const sent: number[] = [];
  for (let now = 0; now < 30 * 24 * hour; now += minute) {
    if (random() < 0.01) opened = [...opened, now];
    if (random() < 0.005) opened = [];
    const [oldest] = opened;
    const newest = opened.at(-1);
    const span =
      oldest === undefined || newest === undefined
        ? null
        : { oldest: at(oldest), newest: at(newest), isRepeated: true };
    const due = dueAlert(toldAt && { digests, toldAt }, span, at(now), waits);
    if (due) {
      sent.push(now);
      digests = due === "over" ? 0 : digests + 1;
      toldAt = at(now);
    }
    // Whatever has been open for two minutes was told within the last day.
    if (oldest !== undefined && now - oldest > 24 * hour)
      expect(now - (sent.at(-1) ?? 0)).toBeLessThanOrEqual(24 * hour);
  }
  const gaps = sent.slice(1).map((moment, index) => moment - (sent[index] ?? 0));
  expect(sent.length).toBeGreaterThan(100);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(hour);
});
