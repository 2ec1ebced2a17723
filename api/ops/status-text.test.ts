/**
 * The status as a person reads it.
 */
import { expect, test } from "vitest";
import type { Status } from "./status.ts";
import { ageOf, renderStatus } from "./status-text.ts";

const ages: readonly [seconds: number, text: string][] = [
  [0, "0s"],
  [59, "59s"],
  [60, "1m"],
  [3_599, "59m 59s"],
  [3_600, "1h"],
  [3_661, "1h 1m"],
  [86_401, "1d"],
  [1_000_000, "11d 13h"],
];

test.each(ages)("an age of %i seconds is told as %s", (seconds, text) => {
  expect(ageOf(seconds)).toBe(text);
});

const nothing = {
  pending: { members: 0, groups: 0, memberships: 0 },
  oldestPendingSeconds: null,
  attempts: 0,
  failed: { work: 0, emails: 0 },
};
const status: Status = {
  at: new Date(0),
  redis: "there",
  organizations: [],
  organizationsMore: 0,
  total: nothing,
  drains: { queue: 2, sweepers: 1 },
  emails: { queued: 3, total: 10 },
  queues: { drain: { waiting: 5, active: 2, delayed: 0, failed: 0 } },
};

test("where nothing waits, that is said first, and then what runs", () => {
  expect(renderStatus(status)).toBe(`Every write is applied, and nothing has failed.

queue  waiting  active  delayed  failed
drain        5       2        0       0

Drains running: 2 for the queue, 1 of sweepers.

E-mails: 3 queued, of 10 that there are.

MongoDB and Redis answer.`);
});

test("an organization with work has a line, and all of them together the last one", () => {
  const acme = {
    ...nothing,
    organization: "acme",
    pending: { members: 120, groups: 1, memberships: 4_000 },
    oldestPendingSeconds: 75,
    attempts: 2,
  };
  const lines = renderStatus({ ...status, organizations: [acme], organizationsMore: 1, total: acme }).split(
    "\n",
  );
  expect(lines.slice(0, 4)).toEqual([
    "organization  pending: members  groups  memberships  oldest  tries  failed: work  e-mails",
    "acme                       120       1         4000  1m 15s      2             0        0",
    "all                        120       1         4000  1m 15s      2             0        0",
    "... and 1 more with work; --all lists them.",
  ]);
});

test("while Redis is away, what is not known is not told", () => {
  const text = renderStatus({ ...status, redis: "away", queues: null, drains: { queue: null, sweepers: 1 } });
  expect(text).toContain("Drains running: 1 of sweepers.");
  expect(text).toContain("Redis is away");
  expect(text).not.toContain("drain ");
});
