import { describe, expect, it } from "vitest";
import type { Overview } from "../../parts/wire.ts";
import { isUnconnected, todosOf } from "./todo.ts";

const calm: Overview = {
  health: { state: "healthy", reasons: [] },
  seats: { bought: 10, used: 1 },
  members: { total: 1, staged: 0, invited: 0, accepted: 0, confirmed: 1, revoked: 0 },
  groups: 0,
  waiting: { seat: 0, address: 0, noAddress: 0, release: 0, review: 0 },
  unreachable: 0,
  expiredInvitations: 0,
  pending: { members: 0, groups: 0, memberships: 0, since: null },
  openFailures: 0,
  lastEvent: 0,
};
const organization = { planHasScim: true };

describe("what waits for an admin", () => {
  it("is nothing where all is well", () => {
    expect(todosOf(calm, organization)).toEqual([]);
  });

  it("puts what takes access first", () => {
    const busy = {
      ...calm,
      members: { ...calm.members, accepted: 2 },
      waiting: { ...calm.waiting, review: 40 },
      openFailures: 1,
    };
    expect(todosOf(busy, organization).map(({ words }) => words)).toEqual([
      "40 removals are held for review.",
      "1 failure is open.",
      "2 members have accepted and wait for confirmation.",
    ]);
    expect(todosOf(busy, organization).map(({ toConfirm }) => toConfirm)).toEqual([undefined, undefined, 2]);
  });

  it("asks for the release of those who wait for it, and of no others who are staged", () => {
    const members = { ...calm.members, staged: 6 };
    const waiting = { ...calm.waiting, seat: 3, release: 2 };
    expect(todosOf({ ...calm, members, waiting }, organization).map(({ words }) => words)).toEqual([
      "3 people wait for a free seat.",
      "2 members are staged until an admin releases the invitation.",
    ]);
    expect(todosOf({ ...calm, members }, organization)).toEqual([]);
  });

  it("does not send who has no SCIM in the plan to turn it on", () => {
    const members = { ...calm.members, total: 3 };
    const off = { ...calm, members, health: { state: "off", reasons: [] } } satisfies Overview;
    expect(todosOf(off, { ...organization, planHasScim: false })).toEqual([]);
    expect(todosOf(off, organization).map(({ words }) => words)).toEqual(["SCIM is off."]);
  });

  it.each(["neverConnected", "off"] as const)("says what waits while the directory is %s", (state) => {
    const unconnected = { ...calm, health: { state, reasons: [] }, openFailures: 1 } satisfies Overview;
    expect(isUnconnected(unconnected)).toBe(true);
    expect(todosOf(unconnected, organization).map(({ words }) => words)).toEqual(["1 failure is open."]);
  });
});
