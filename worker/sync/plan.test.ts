import { describe, expect, test } from "vitest";
import { invitationEmailId } from "../../shared/invitation.ts";
import type { Invitation, Member, Membership, WaitingFor } from "../../shared/store/documents.ts";
import { keysOf } from "../../shared/store/members.ts";
import { planMember } from "./plan.ts";
import type { Situation } from "./situation.ts";

const now = new Date("2026-02-01T00:00:00Z");
const earlier = new Date("2026-01-30T00:00:00Z");
const settings = {
  provisionUsers: true,
  linkedProfiles: "organization",
  withoutAddress: "wait",
  invitationDays: 5,
  contact: "admin@acme.example",
} as const;
const link: Invitation = {
  number: 1,
  address: "Ada@acme.example",
  tokenHash: "hash",
  expiresAt: new Date("2026-02-04T00:00:00Z"),
};
const address = "ada@acme.example";
const admin = { kind: "admin", id: "root" } as const;
const key = { kind: "key", id: "k1" } as const;

const staged: Membership = { status: "staged", role: "member", seat: false };
const waits = (kind: WaitingFor): Membership => ({ ...staged, waiting: { kind, since: earlier } });
const invited: Membership = { status: "invited", role: "member", seat: true, address, invitation: link };
const accepted: Membership = { ...invited, status: "accepted" };
const confirmed: Membership = { ...invited, status: "confirmed", publicKey: "pk" };
const revoked = (restoreTo: NonNullable<Membership["restoreTo"]>): Membership => {
  const { address: _, ...before } = restoreTo === "staged" ? staged : invited;
  return { ...before, status: "revoked", restoreTo, revokedBy: "directory", seat: false };
};

function memberIn(membership: Membership, more: Partial<Member> = {}): Member {
  const attributes = more.attributes ?? {
    userName: "ada",
    active: true,
    emails: [{ value: "Ada@acme.example", type: "work" }],
  };
  return {
    _id: "m1",
    organization: "acme",
    version: 2,
    attributes,
    keys: keysOf(attributes),
    createdAt: earlier,
    modifiedAt: now,
    origin: "directory",
    writtenBy: key,
    directoryKey: "k1",
    pending: { since: now, dueAt: now, attempts: 0, changed: [] },
    membership,
    ...more,
  };
}
const inactive = { attributes: { userName: "ada", active: false, emails: [{ value: address }] } };
const removed = { removedAt: now, keys: {} };
const without = { attributes: { userName: "ada", active: true } };

const situation = (more: Partial<Situation> = {}): Situation => ({
  now,
  settings,
  seatsFree: 1,
  holders: new Map(),
  sent: new Set([invitationEmailId("m1", 1)]),
  ...more,
});
const full = { seatsFree: 0 };
const taken = { holders: new Map([[address, "someone"]]) };

function plan(membership: Membership, more: Partial<Member> = {}, meets: Partial<Situation> = {}) {
  const {
    membership: after,
    events,
    invite,
    failure,
    freed,
  } = planMember(memberIn(membership, more), situation(meets));
  return {
    after,
    story: events.map(({ kind }) => kind),
    invite: invite?.number,
    failure: failure?.kind,
    freed,
  };
}

describe("a new member", () => {
  test("is invited, and takes a seat and the address", () => {
    const { after, story, invite, failure } = plan(staged);
    expect(after).toEqual({ ...staged, status: "invited", seat: true, address });
    expect([story, invite, failure]).toEqual([["member.created", "member.invited"], 1, undefined]);
  });

  test("who is disabled is revoked and not invited (B19)", () => {
    const { after, story, invite } = plan(staged, inactive);
    expect(after).toMatchObject({
      status: "revoked",
      restoreTo: "staged",
      revokedBy: "directory",
      seat: false,
    });
    expect([story, invite]).toEqual([["member.created", "member.revoked"], undefined]);
  });

  test("who was removed before anyone was told is told of to nobody", () => {
    const { after, story, invite } = plan(staged, removed);
    expect(after).toEqual(staged);
    expect([story, invite]).toEqual([[], undefined]);
  });

  const obstacles: [WaitingFor, Partial<Member>, Partial<Situation>][] = [
    ["seat", {}, full],
    ["address", {}, taken],
    ["noAddress", without, {}],
  ];
  for (const [kind, more, meets] of obstacles) {
    test(`waits, uninvited and listed, for ${kind}`, () => {
      const { after, story, invite, failure } = plan(staged, more, meets);
      expect(after).toEqual({ ...staged, waiting: { kind, since: now } });
      expect([story, invite, failure]).toEqual([["member.created", "member.waiting"], undefined, kind]);
    });

    test(`who waits for ${kind} goes on waiting without another word`, () => {
      const { after, story, invite, failure } = plan(waits(kind), more, meets);
      expect(after).toEqual(waits(kind));
      expect([story, invite, failure]).toEqual([[], undefined, undefined]);
    });

    test(`who waited for ${kind} is invited once the way is free`, () => {
      const { after, story, invite } = plan(waits(kind));
      expect(after).toEqual({ ...staged, status: "invited", seat: true, address });
      expect([story, invite]).toEqual([["member.invited"], 1]);
    });

    test(`who waits for ${kind} and is disabled waits no longer`, () => {
      const { after, story } = plan(waits(kind), inactive);
      expect(after).not.toHaveProperty("waiting");
      expect([after.status, story]).toEqual(["revoked", ["member.revoked"]]);
    });
  }
});

describe("the same once more changes nothing (B25)", () => {
  for (const membership of [invited, accepted, confirmed]) {
    test(`for who is ${membership.status}, also when no seat is free`, () => {
      const { after, story, invite, failure, freed } = plan(membership, {}, full);
      expect(after).toEqual(membership);
      expect([story, invite, failure, freed]).toEqual([[], undefined, undefined, undefined]);
    });
  }
  test("for who is revoked", () => {
    const { after, story } = plan(revoked("confirmed"), inactive);
    expect([after, story]).toEqual([revoked("confirmed"), []]);
  });
});

describe("disabled (B14, B15, B17)", () => {
  for (const membership of [invited, accepted, confirmed]) {
    test(`who is ${membership.status} is revoked, and keeps what leads back`, () => {
      const { after, story, invite, freed } = plan(membership, inactive);
      const { address: _, ...kept } = membership;
      expect(after).toEqual({
        ...kept,
        status: "revoked",
        restoreTo: membership.status,
        revokedBy: "directory",
        seat: false,
      });
      expect([story, invite, freed]).toEqual([["member.revoked"], undefined, address]);
    });
  }
});

describe("enabled again (B18)", () => {
  for (const status of ["accepted", "confirmed"] as const) {
    test(`who was ${status} is so again, without an e-mail`, () => {
      const { after, story, invite } = plan(revoked(status));
      expect(after).toMatchObject({ status, seat: true, address });
      expect(after).not.toHaveProperty("revokedBy");
      expect([story, invite]).toEqual([["member.restored"], undefined]);
    });
  }

  test("who was invited is so again, with the link that was sent", () => {
    const { after, story, invite } = plan(revoked("invited"));
    expect(after).toEqual(invited);
    expect([story, invite]).toEqual([["member.restored"], undefined]);
  });

  const dead: [string, Partial<Membership>, Partial<Situation>][] = [
    ["has expired", { invitation: { ...link, expiresAt: earlier } }, {}],
    ["was never sent", {}, { sent: new Set() }],
    ["went to another address", { invitation: { ...link, address: "old@acme.example" } }, {}],
  ];
  for (const [why, more, meets] of dead) {
    test(`who was invited by a link that ${why} gets a new one`, () => {
      const { after, story, invite } = plan({ ...revoked("invited"), ...more }, {}, meets);
      expect(after.status).toBe("invited");
      expect([story, invite]).toEqual([["member.restored", "member.invited"], 2]);
    });
  }

  test("who was never invited is invited now (B19)", () => {
    const { after, invite } = plan(revoked("staged"));
    expect([after.status, after.seat, invite]).toEqual(["invited", true, 1]);
  });

  for (const [kind, meets] of [
    ["seat", full],
    ["address", taken],
  ] as const) {
    test(`waits as revoked where there is no ${kind}`, () => {
      const { after, story, failure } = plan(revoked("confirmed"), {}, meets);
      expect(after).toMatchObject({
        status: "revoked",
        restoreTo: "confirmed",
        seat: false,
        waiting: { kind },
      });
      expect([story, failure]).toEqual([["member.waiting"], kind]);
    });
  }
});

describe("an admin's hold", () => {
  const hold = { by: admin, at: earlier };

  test("revokes who is active in the directory, in the admin's name", () => {
    const { events, membership } = planMember(memberIn(confirmed, { hold }), situation());
    expect(membership).toMatchObject({
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
    const { membership, invite, freed, events } = planMember(memberIn(invited, moved), situation());
    expect(membership).toMatchObject({ status: "invited", address: "new@acme.example", seat: true });
    expect(invite).toEqual({ number: 2, address: "New@acme.example" });
    expect(freed).toBe(address);
    expect(events.map(({ kind }) => kind)).toEqual(["member.updated", "member.invited"]);
  });

  for (const membership of [accepted, confirmed]) {
    test(`sends nothing to who has ${membership.status === "accepted" ? "accepted" : "been confirmed"}`, () => {
      const { after, story, invite } = plan(membership, moved);
      expect(after).toEqual({ ...membership, address: "new@acme.example" });
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
  for (const membership of [waits("seat"), invited, accepted, confirmed, revoked("confirmed")]) {
    test(`who was ${membership.status} keeps no seat, no address and no link`, () => {
      const { after, story, invite } = plan(membership, removed);
      expect(after).toEqual({ status: membership.status, role: "member", seat: false });
      expect([story, invite]).toEqual([["member.removed"], undefined]);
    });
  }
});

test("a batch moves the situation on: one seat goes to one member, one address too", () => {
  const shared = situation({ seatsFree: 1 });
  const first = planMember(memberIn(staged), shared);
  const second = planMember({ ...memberIn(staged), _id: "m2" }, shared);
  expect(first.membership.status).toBe("invited");
  expect(second.membership).toMatchObject({ status: "staged", waiting: { kind: "address" } });
  expect(shared.seatsFree).toBe(0);
});
