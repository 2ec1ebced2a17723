/**
 * The lifecycle, pure: from a member's record and the situation to what the standing becomes and what is told.
 * It looks at what is wanted now, never at what was sent, so planning twice plans nothing the second time.
 */
import { invariant } from "../../../shared/invariant.ts";
import { invitationEmailId } from "../../../shared/invitation.ts";
import { fold } from "../../../shared/scim/value/fold.ts";
import { isHeldBack, isInvitedAtOwnAddress, isUntold, isWanted } from "../../../shared/standing.ts";
import { addressOf } from "../../../shared/store/address.ts";
import type {
  Actor,
  FailureKind,
  Member,
  MemberKeys,
  Standing,
  WaitingFor,
} from "../../../shared/store/documents.ts";
import type { EventKind } from "../../../shared/store/event-documents.ts";
import { keysOf } from "../../../shared/store/members.ts";
import type { Situation } from "./situation.ts";

/** What is to be written for one member. */
export type Plan = {
  readonly member: Member;
  readonly standing: Standing;
  readonly events: readonly {
    readonly kind: EventKind;
    readonly actor: Actor;
    readonly detail?: readonly string[];
  }[];
  /** Set where an invitation is to be sent: its number and the address. */
  readonly invite?: { readonly number: number; readonly address: string };
  /** Set where the member starts to wait; every other failure of the member is then over. */
  readonly failure?: { readonly kind: FailureKind; readonly cause: string };
  /** The address that nobody holds any more. */
  readonly freed?: string;
  /** Set where the removal is held: what the member is found by again. */
  readonly keys?: MemberKeys;
};

type Draft = {
  standing: Standing;
  readonly events: Plan["events"][number][];
  invite?: NonNullable<Plan["invite"]>;
  failure?: NonNullable<Plan["failure"]>;
  keys?: NonNullable<Plan["keys"]>;
};

/** Plans one member, and moves the situation on. */
export function planMember(member: Member, situation: Situation): Plan {
  invariant(member.pending, "only members with pending work are planned");
  const before = member.standing;
  const draft: Draft = { standing: before, events: [] };
  tellArrival(draft, member, situation);
  if (situation.held.has(member._id)) holdRemoval(draft, member, situation);
  else if (member.removedAt) remove(draft, member);
  else if (!isWanted(member)) revoke(draft, member);
  else if (isHeldBack(member, situation.settings)) holdBack(draft, member, situation.now);
  else admit(draft, member, situation);
  draft.standing = reachableAnew(draft.standing, member);
  settle(before, draft.standing, member._id, situation);
  const freed = before.address !== draft.standing.address ? before.address : undefined;
  return { member, ...draft, ...(freed !== undefined && { freed }) };
}

/** What is told of a member whatever becomes of them: that they are new, linked, or changed. */
function tellArrival(draft: Draft, member: Member, { now }: Situation): void {
  const { standing, origin, directoryKey, createdBy, removedAt } = member;
  if (removedAt) return;
  const isNew = isUntold(member);
  if (isNew) draft.events.push({ kind: "member.created", actor: createdBy });
  if (origin === "hand" && directoryKey !== undefined && !standing.linkedAt) {
    draft.standing = { ...draft.standing, linkedAt: now };
    draft.events.push({ kind: "member.linked", actor: { kind: "key", id: directoryKey } });
  }
  if (!isNew) draft.events.push(...updatesOf(member));
}

/** One event for each who wrote attributes; `active` shows as revoked or restored. */
function updatesOf(member: Member): Draft["events"] {
  const names = (member.pending?.changed ?? []).filter((name) => name !== "active");
  const byActor = Map.groupBy(names, (name) => JSON.stringify(authorOf(member, name)));
  return [...byActor.values()].map((detail) => ({
    kind: "member.updated",
    actor: authorOf(member, detail[0] ?? ""),
    detail,
  }));
}

/** Who wrote an attribute last. */
function authorOf({ pending, writtenBy }: Member, name: string): Actor {
  return pending?.authors?.[name] ?? writtenBy;
}

function remove(draft: Draft, member: Member): void {
  const { status, role } = draft.standing;
  draft.standing = { status, role, seat: false };
  if (isUntold(member)) return;
  // Nobody could be asked later who that was.
  const detail = [member.attributes.userName];
  draft.events.push({ kind: "member.removed", actor: member.writtenBy, detail });
}

/**
 * Cuts access and keeps the rest (row F08). The name is the member's again, unless somebody has it by now, so that who
 * is created anew meanwhile is this member.
 */
function holdRemoval(draft: Draft, member: Member, { names, now }: Situation): void {
  const { waiting, address: _, ...standing } = draft.standing;
  const since = waiting?.kind === "review" ? waiting.since : now;
  const keys = keysOf(member.attributes);
  if (!names.has(keys.userName ?? "")) draft.keys = keys;
  if (standing.status !== "revoked") draft.events.push({ kind: "member.revoked", actor: member.writtenBy });
  draft.standing = {
    ...standing,
    ...(standing.status !== "revoked" && { status: "revoked", restoreTo: standing.status }),
    revokedBy: "directory",
    seat: false,
    waiting: { kind: "review", since },
  };
}

function revoke(draft: Draft, member: Member): void {
  const { hold } = member;
  const { waiting: _, address: __, ...standing } = draft.standing;
  const revokedBy = hold ? "admin" : "directory";
  if (standing.status === "revoked") {
    draft.standing = { ...standing, revokedBy };
    return;
  }
  draft.standing = {
    ...standing,
    status: "revoked",
    restoreTo: standing.status,
    revokedBy,
    seat: false,
  };
  draft.events.push({ kind: "member.revoked", actor: hold?.by ?? authorOf(member, "active") });
}

/** Staged until an admin releases the invitation: uninvited, and without a seat or the address. */
function holdBack(draft: Draft, member: Member, now: Date): void {
  const { waiting, address: _, restoreTo: __, revokedBy: ___, ...standing } = draft.standing;
  if (standing.status === "revoked")
    draft.events.push({ kind: "member.restored", actor: authorOf(member, "active") });
  const isNew = waiting?.kind !== "release";
  draft.standing = {
    ...standing,
    status: "staged",
    seat: false,
    waiting: isNew ? { kind: "release", since: now } : waiting,
  };
  if (isNew) draft.events.push({ kind: "member.waiting", actor: member.writtenBy, detail: ["release"] });
}

function admit(draft: Draft, member: Member, situation: Situation): void {
  const obstacle = obstacleTo(member, situation);
  if (obstacle) {
    wait(draft, member, obstacle, situation.now);
    return;
  }
  const { waiting: _, restoreTo, revokedBy: __, ...standing } = draft.standing;
  const wasRevoked = standing.status === "revoked";
  const status = wasRevoked ? (restoreTo ?? "staged") : standing.status;
  draft.standing = {
    ...standing,
    ...(member.keys.address !== undefined && { address: member.keys.address }),
    status,
    seat: true,
  };
  if (wasRevoked) draft.events.push({ kind: "member.restored", actor: authorOf(member, "active") });
  if (status === "staged" || (status === "invited" && needsNewLink(member, wasRevoked, situation)))
    invite(draft, member);
}

type Obstacle = Exclude<WaitingFor, "review" | "release">;

/** Why a member who is wanted cannot be let in now. */
function obstacleTo({ _id, keys, standing }: Member, { holders, seatsFree }: Situation): Obstacle | null {
  if (keys.address === undefined) return "noAddress";
  const holder = holders.get(keys.address);
  if (holder !== undefined && holder !== _id) return "address";
  return standing.seat || seatsFree > 0 ? null : "seat";
}

/**
 * Waiting: the member keeps what was reached, but an invitation that went to an address that is another's now, or
 * nobody's, is dead (row B24), and with it the seat.
 */
function wait(draft: Draft, { attributes, keys, writtenBy }: Member, kind: Obstacle, now: Date): void {
  const { address: _, ...standing } = draft.standing;
  const { status, waiting } = standing;
  const uninvited = status === "invited" || status === "staged";
  draft.standing = {
    ...standing,
    ...(uninvited && { status: "staged", seat: false }),
    waiting: waiting?.kind === kind ? waiting : { kind, since: now },
  };
  if (waiting?.kind === kind) return;
  draft.events.push({ kind: "member.waiting", actor: writtenBy, detail: [kind] });
  draft.failure = { kind, cause: causeOf(kind, attributes.userName, keys.address) };
}

function causeOf(kind: Obstacle, userName: string, address = "none"): string {
  if (kind === "seat") return `${userName} waits for a seat: all that the organization bought are in use.`;
  if (kind === "address")
    return `${userName} waits for the e-mail address ${address}: another member has it.`;
  return `${userName} waits for an e-mail address: the directory has sent none.`;
}

/** The old link serves as long as it was sent, has not expired and went to the address that is the right one. */
function needsNewLink(member: Member, wasRevoked: boolean, { now, sent }: Situation): boolean {
  const { invitation } = member.standing;
  if (!invitation || member.inviteAgain || !isInvitedAtOwnAddress(member)) return true;
  return (
    wasRevoked && (invitation.expiresAt <= now || !sent.has(invitationEmailId(member._id, invitation.number)))
  );
}

function invite(draft: Draft, member: Member): void {
  const address = addressOf(member.attributes);
  invariant(address !== undefined, "a member with an address key has an address");
  draft.standing = { ...draft.standing, status: "invited" };
  draft.invite = { number: (member.standing.invitation?.number ?? 0) + 1, address };
  draft.events.push({ kind: "member.invited", actor: member.writtenBy });
}

/** What one address rejected says nothing of the next (row F07). */
function reachableAnew(standing: Standing, { keys }: Member): Standing {
  const { unreachable, ...rest } = standing;
  return unreachable && fold(unreachable.address) !== keys.address ? rest : standing;
}

/** Moves the situation on: who comes next in the batch finds the seat taken or free, and the address held or not. */
function settle(before: Standing, after: Standing, id: string, situation: Situation): void {
  situation.seatsFree -= Number(after.seat) - Number(before.seat);
  if (before.address !== undefined && situation.holders.get(before.address) === id)
    situation.holders.delete(before.address);
  if (after.address !== undefined) situation.holders.set(after.address, id);
}
