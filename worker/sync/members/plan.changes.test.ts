import { describe, expect, test } from "vitest";
import { planMember } from "./plan.ts";
import {
  accepted,
  address,
  admin,
  confirmed,
  earlier,
  inactive,
  invited,
  memberIn,
  now,
  plan,
  removed,
  revoked,
  situation,
  staged,
  waits,
} from "./plan-example.ts";

describe("an admin's hold", () => {
  const hold = { by: admin, at: earlier };

  test("revokes who is active in the directory, in the admin's name", () => {
    const { events, standing } = planMember(memberIn(confirmed, { hold }), situation());
    expect(standing).toMatchObject({
      status: "revoked",
      restoreTo: "confirmed",
      revokedBy: "admin",
      seat: false,
    });
    expect(events).toEqual([{ kind: "member.revoked", actor: admin }]);
  });

  test("is not lifted by the directory", () => {
    const { after, story } = plan({ ...revoked("confirmed"), revokedBy: "admin" }, { hold });
    expect([after.status, after.revokedBy, story]).toEqual(["revoked", "admin", []]);
  });

  test("when lifted leaves who is disabled in the directory revoked by the directory", () => {
    const { after, story } = plan({ ...revoked("confirmed"), revokedBy: "admin" }, inactive);
    expect([after.status, after.revokedBy, story]).toEqual(["revoked", "directory", []]);
  });
});

describe("another address", () => {
  const moved = {
    attributes: { userName: "ada", active: true, emails: [{ value: "New@acme.example", type: "work" }] },
    pending: { since: now, dueAt: now, attempts: 0, changed: ["emails"] },
  };

  test("sends a new link where the invitation is open, and frees the old address (B20)", () => {
    const { standing, invite, freed, events } = planMember(memberIn(invited, moved), situation());
    expect(standing).toMatchObject({ status: "invited", address: "new@acme.example", seat: true });
    expect(invite).toEqual({ number: 2, address: "New@acme.example" });
    expect(freed).toBe(address);
    expect(events.map(({ kind }) => kind)).toEqual(["member.updated", "member.invited"]);
  });

  for (const standing of [accepted, confirmed]) {
    test(`sends nothing to who has ${standing.status === "accepted" ? "accepted" : "been confirmed"}`, () => {
      const { after, story, invite } = plan(standing, moved);
      expect(after).toEqual({ ...standing, address: "new@acme.example" });
      expect([story, invite]).toEqual([["member.updated"], undefined]);
    });
  }

  test("that only changes in case sends nothing", () => {
    const attributes = { ...moved.attributes, emails: [{ value: "ADA@ACME.EXAMPLE", type: "work" }] };
    const { after, invite } = plan(invited, { ...moved, attributes });
    expect([after.status, after.address, invite]).toEqual(["invited", address, undefined]);
  });

  const held = { holders: new Map([["new@acme.example", "someone"]]) };
  test("that is another's kills the open link, and gives up the seat (B24)", () => {
    const { after, story, invite, failure, freed } = plan(invited, moved, held);
    expect(after).toMatchObject({ status: "staged", seat: false, waiting: { kind: "address", since: now } });
    expect(after).not.toHaveProperty("address");
    expect([story, invite, failure, freed]).toEqual([
      ["member.updated", "member.waiting"],
      undefined,
      "address",
      address,
    ]);
  });

  test("that is another's leaves who is confirmed with their access and seat (B24)", () => {
    const { after, failure } = plan(confirmed, moved, held);
    expect([after.status, after.seat, after.address, failure]).toEqual([
      "confirmed",
      true,
      undefined,
      "address",
    ]);
  });
});

describe("removed (B16)", () => {
  for (const standing of [waits("seat"), invited, accepted, confirmed, revoked("confirmed")]) {
    test(`who was ${standing.status} keeps no seat, no address and no link`, () => {
      const { after, story, invite } = plan(standing, removed);
      expect(after).toEqual({ status: standing.status, role: "member", seat: false });
      expect([story, invite]).toEqual([["member.removed"], undefined]);
    });
  }
});

test("a batch moves the situation on: one seat goes to one member, one address too", () => {
  const shared = situation({ seatsFree: 1 });
  const first = planMember(memberIn(staged), shared);
  const second = planMember({ ...memberIn(staged), _id: "m2" }, shared);
  expect(first.standing.status).toBe("invited");
  expect(second.standing).toMatchObject({ status: "staged", waiting: { kind: "address" } });
  expect(shared.seatsFree).toBe(0);
});
