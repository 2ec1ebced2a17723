/** One member, Ada, in every state that there is, and what a plan makes of her. */
import { invitationEmailId } from "../../../shared/invitation.ts";
import type { Invitation, Member, Standing } from "../../../shared/store/documents.ts";
import { keysOf } from "../../../shared/store/members.ts";
import { planMember } from "./plan.ts";
import type { Situation } from "./situation.ts";

export const now = new Date("2026-02-01T00:00:00Z");
export const earlier = new Date("2026-01-30T00:00:00Z");
export const link: Invitation = {
  number: 1,
  address: "Ada@acme.example",
  tokenHash: "hash",
  expiresAt: new Date("2026-02-04T00:00:00Z"),
};
export const address = "ada@acme.example";
export const admin = { kind: "admin", id: "root" } as const;
const key = { kind: "key", id: "k1" } as const;

export const staged: Standing = { status: "staged", role: "member", seat: false };
export const waits = (kind: NonNullable<Standing["waiting"]>["kind"]): Standing => ({
  ...staged,
  waiting: { kind, since: earlier },
});
export const invited: Standing = {
  status: "invited",
  role: "member",
  seat: true,
  address,
  invitation: link,
};
export const accepted: Standing = { ...invited, status: "accepted" };
export const confirmed: Standing = { ...invited, status: "confirmed", publicKey: "pk" };
export const revoked = (restoreTo: NonNullable<Standing["restoreTo"]>): Standing => {
  const { address: _, ...before } = restoreTo === "staged" ? staged : invited;
  return { ...before, status: "revoked", restoreTo, revokedBy: "directory", seat: false };
};

export function memberIn(standing: Standing, more: Partial<Member> = {}): Member {
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
    createdBy: key,
    writtenBy: key,
    directoryKey: "k1",
    pending: { since: now, dueAt: now, attempts: 0, changed: [] },
    standing,
    ...more,
  };
}
export const inactive = { attributes: { userName: "ada", active: false, emails: [{ value: address }] } };
export const removed = { removedAt: now, keys: {} };
export const without = { attributes: { userName: "ada", active: true } };

export const situation = (more: Partial<Situation> = {}): Situation => ({
  now,
  settings: {},
  seatsFree: 1,
  holders: new Map(),
  sent: new Set([invitationEmailId("m1", 1)]),
  held: new Set(),
  names: new Set(),
  ...more,
});
export const full = { seatsFree: 0 };
export const taken = { holders: new Map([[address, "someone"]]) };

export function plan(standing: Standing, more: Partial<Member> = {}, meets: Partial<Situation> = {}) {
  const {
    standing: after,
    events,
    invite,
    failure,
    freed,
  } = planMember(memberIn(standing, more), situation(meets));
  return {
    after,
    story: events.map(({ kind }) => kind),
    invite: invite?.number,
    failure: failure?.kind,
    freed,
  };
}
