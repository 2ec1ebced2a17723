import { expect, test } from "vitest";
import { type Cut, cutWithin, isMassRemoval, type RemovalGuard, withCut } from "./removal-guard.ts";
import type { Organization } from "./store/documents.ts";

const minuteMs = 60_000;
const now = new Date("2026-03-01T12:00:00Z");
const ago = (minutes: number, members: number): Cut => ({
  at: new Date(now.getTime() - minutes * minuteMs),
  members,
});

function organizationOf(options: {
  used: number;
  cuts?: readonly Cut[];
  guard?: RemovalGuard | "off";
}): Organization {
  const { used, cuts, guard } = options;
  return {
    _id: "acme",
    name: "Acme",
    plan: "enterprise",
    enabled: true,
    seats: { bought: 10_000, used },
    scim: { enabled: true, keys: [] },
    settings: {
      provisionUsers: true,
      provisionGroups: true,
      linkedProfiles: "organization",
      withoutAddress: "refuse",
      invitationDays: 5,
      contact: "owner@acme.example",
      ...(guard && { removalGuard: guard }),
    },
    ...(cuts && { cuts }),
    lastEvent: 0,
    turn: 0,
    createdAt: now,
  };
}

const table: [
  why: string,
  organization: Parameters<typeof organizationOf>[0],
  cut: number,
  isMass: boolean,
][] = [
  ["20 of 100 are not more than 20", { used: 100 }, 20, false],
  ["21 of 100 are", { used: 100 }, 21, true],
  ["21 of 300 are less than a tenth", { used: 300 }, 21, false],
  ["30 of 300 are just a tenth", { used: 300 }, 30, false],
  ["31 of 300 are more", { used: 300 }, 31, true],
  ["all of ten are no mass", { used: 10 }, 10, false],
  ["those who have lost access in the hour were here before", { used: 200, cuts: [ago(10, 100)] }, 30, false],
  ["half of a large company", { used: 50_000 }, 25_000, true],
  ["a threshold of one's own", { used: 100, guard: { members: 2, percent: 1 } }, 3, true],
  ["none at all", { used: 100, guard: "off" }, 100, false],
];
test.each(table)("%s", (_why, organization, cut, isMass) => {
  expect(isMassRemoval(organizationOf(organization), cut, now)).toBe(isMass);
});

test("an hour counts, to the minute", () => {
  expect(cutWithin([ago(61, 1), ago(60, 2), ago(59, 4), ago(0, 8)], now)).toBe(12);
});

test("cuts close together are one, and those of before the hour are forgotten", () => {
  expect(withCut([ago(90, 5), ago(20, 1), ago(3, 2)], 4, now)).toEqual([ago(20, 1), ago(3, 6)]);
  expect(withCut([ago(6, 2)], 4, now)).toEqual([ago(6, 2), ago(0, 4)]);
  let cuts: readonly Cut[] = [];
  for (let minute = 600; minute >= 0; minute -= 1)
    cuts = withCut(cuts, 1, new Date(now.getTime() - minute * minuteMs));
  expect(cuts.length).toBeLessThanOrEqual(13);
  expect(cutWithin(cuts, now)).toBeGreaterThanOrEqual(55);
  expect(cutWithin(cuts, now)).toBeLessThanOrEqual(60);
});
