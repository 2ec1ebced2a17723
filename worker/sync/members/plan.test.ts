import { describe, expect, test } from "vitest";
import type { Member, Standing, WaitingFor } from "../../../shared/store/documents.ts";
import {
  accepted,
  address,
  confirmed,
  earlier,
  full,
  inactive,
  invited,
  link,
  now,
  plan,
  removed,
  revoked,
  staged,
  taken,
  waits,
  without,
} from "./plan-example.ts";
import type { Situation } from "./situation.ts";

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
  for (const standing of [invited, accepted, confirmed]) {
    test(`for who is ${standing.status}, also when no seat is free`, () => {
      const { after, story, invite, failure, freed } = plan(standing, {}, full);
      expect(after).toEqual(standing);
      expect([story, invite, failure, freed]).toEqual([[], undefined, undefined, undefined]);
    });
  }
  test("for who is revoked", () => {
    const { after, story } = plan(revoked("confirmed"), inactive);
    expect([after, story]).toEqual([revoked("confirmed"), []]);
  });
});

describe("disabled (B14, B15, B17)", () => {
  for (const standing of [invited, accepted, confirmed]) {
    test(`who is ${standing.status} is revoked, and keeps what leads back`, () => {
      const { after, story, invite, freed } = plan(standing, inactive);
      const { address: _, ...kept } = standing;
      expect(after).toEqual({
        ...kept,
        status: "revoked",
        restoreTo: standing.status,
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

  const dead: [string, Partial<Standing>, Partial<Situation>][] = [
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

describe("while invitations are held", () => {
  const held = { settings: { invitations: "held" as const } };
  const isReleased = { released: true };

  test("a new member stays staged: without an e-mail, a seat and the address, and without a failure", () => {
    const { after, story, invite, failure } = plan(staged, {}, held);
    expect(after).toEqual({ ...staged, waiting: { kind: "release", since: now } });
    expect([story, invite, failure]).toEqual([["member.created", "member.waiting"], undefined, undefined]);
  });

  test("who is staged stays so without another word", () => {
    const { after, story } = plan(waits("release"), {}, held);
    expect([after, story]).toEqual([waits("release"), []]);
  });

  for (const [how, more, meets] of [
    ["released", isReleased, held],
    ["staged when they are sent at once again", {}, {}],
    ["invited by hand", { origin: "hand" as const }, held],
  ] as const) {
    test(`who is ${how} is invited`, () => {
      const { after, invite } = plan(waits("release"), more, meets);
      expect(after).toMatchObject({ status: "invited", seat: true, address });
      expect([after.waiting, invite]).toEqual([undefined, 1]);
    });
  }

  for (const [kind, more, meets] of [
    ["seat", {}, full],
    ["address", {}, taken],
    ["noAddress", without, {}],
  ] as const) {
    test(`who is released waits for ${kind} like anyone`, () => {
      const { after, story, failure } = plan(
        waits("release"),
        { ...more, ...isReleased },
        { ...meets, ...held },
      );
      expect(after).toEqual({ ...staged, waiting: { kind, since: now } });
      expect([story, failure]).toEqual([["member.waiting"], kind]);
    });
  }

  test("who was invited before goes on: a new address gets a new link, and a freed one too", () => {
    const moved = { attributes: { userName: "ada", active: true, emails: [{ value: "new@acme.example" }] } };
    expect(plan(invited, moved, held).invite).toBe(2);
    expect(plan({ ...waits("address"), invitation: link }, {}, held).after.status).toBe("invited");
  });

  test("who is disabled before the release is staged again when enabled, and not invited (B18, B19)", () => {
    const off = plan(waits("release"), inactive, held).after;
    expect(off).toMatchObject({ status: "revoked", restoreTo: "staged" });
    expect(off).not.toHaveProperty("waiting");
    const { after, story, invite } = plan(off, {}, held);
    expect(after).toEqual({ ...staged, waiting: { kind: "release", since: now } });
    expect([story, invite]).toEqual([["member.restored", "member.waiting"], undefined]);
  });

  test("who had more than that is restored to it", () => {
    for (const status of ["invited", "accepted", "confirmed"] as const)
      expect(plan(revoked(status), {}, held).after.status).toBe(status);
  });

  test("who is removed before the release is told of as removed", () => {
    const { after, story } = plan(waits("release"), removed, held);
    expect([after, story]).toEqual([staged, ["member.removed"]]);
  });
});
