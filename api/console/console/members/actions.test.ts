import { describe, expect, it } from "vitest";
import type { Member } from "../../parts/wire.ts";
import { confirmable, doneInWords, possibleActions } from "./actions.ts";

const base: Member = {
  id: "m1",
  userName: "ada@example.com",
  displayName: null,
  externalId: null,
  address: "ada@example.com",
  status: "invited",
  role: "member",
  origin: "directory",
  linked: false,
  inDirectory: true,
  profileOwner: null,
  revokedBy: null,
  why: null,
  waiting: null,
  holdsSeat: true,
  invitation: null,
  unreachable: null,
  pending: false,
  failed: null,
  heldBy: null,
  createdAt: "2026-11-27T12:00:00.000Z",
  modifiedAt: "2026-11-27T12:00:00.000Z",
  acceptedAt: null,
  publicKey: null,
  hasOrganizationKey: false,
};

function actionsFor(...members: Partial<Member>[]): string[] {
  return possibleActions(members.map((one) => ({ ...base, ...one }))).map(({ words }) => words.action);
}

describe("what can be done with members", () => {
  it.each<[string, Partial<Member>, string[]]>([
    ["invited by the directory", {}, ["inviteAgain", "revoke"]],
    ["invited by hand", { origin: "hand", inDirectory: false }, ["inviteAgain", "revoke", "remove"]],
    ["staged until a release", { status: "staged" }, ["release", "revoke"]],
    [
      "waiting for a seat",
      { status: "staged", waiting: { kind: "seat", since: base.createdAt } },
      ["revoke"],
    ],
    ["confirmed", { status: "confirmed" }, ["revoke"]],
    ["revoked by the directory", { status: "revoked" }, []],
    [
      "revoked by an admin",
      { status: "revoked", heldBy: { kind: "admin", id: "m2", name: "Grace" } },
      ["restore"],
    ],
  ])("%s", (_, member, actions) => {
    expect(actionsFor(member)).toEqual(actions);
  });

  it("goes to those of many to whom it applies", () => {
    const [again] = possibleActions([base, { ...base, id: "m2", status: "confirmed" }]);
    expect(again?.words.action).toBe("inviteAgain");
    expect(again?.members.map(({ id }) => id)).toEqual(["m1"]);
  });

  it("confirms nobody without a key", () => {
    const accepted = { ...base, status: "accepted" } as const;
    expect(
      confirmable([accepted, { ...accepted, publicKey: "k" }, { ...base, publicKey: "k" }]),
    ).toHaveLength(1);
  });

  it("confirms those again who were confirmed without the organization's key", () => {
    const confirmed = { ...base, status: "confirmed", publicKey: "k" } as const;
    expect(confirmable([confirmed])).toEqual([confirmed]);
    expect(
      confirmable([
        { ...confirmed, hasOrganizationKey: true },
        { ...confirmed, publicKey: null },
        { ...confirmed, status: "revoked" },
      ]),
    ).toEqual([]);
  });

  it("counts what was done", () => {
    expect(doneInWords(1, "revoked")).toBe("1 member was revoked.");
    expect(doneInWords(1_200, "revoked")).toBe("1,200 members were revoked.");
  });
});
