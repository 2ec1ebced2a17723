/**
 * Members as an admin sees and decides about them. A decision is written into the member's record and applied by a
 * worker, like what a directory writes.
 */
import type { Actor, Member, Organization, Role } from "../../shared/store/documents.ts";
import { decision } from "../../shared/store/members.ts";
import { inTurn } from "../../shared/store/turn.ts";
import type { ApiDeps } from "../deps.ts";
import { hasOtherOwner, isActiveOwner, resolveLastOwner, writeUnlessLastOwner } from "./last-owner.ts";
import { Refusal } from "./refusal.ts";

export type MemberView = ReturnType<typeof presentMember>;

/** What an admin is shown of a member. */
export function presentMember(record: Member, { settings }: Pick<Organization, "settings">) {
  const member = whole(record);
  const { standing, attributes, keys, profile, hold, pending } = member;
  const linked = member.origin === "hand" && member.directoryKey !== undefined;
  const profileOwner = member.profileOwner ?? settings.linkedProfiles;
  const own = linked && profileOwner === "organization";
  return {
    id: member._id,
    userName: attributes.userName,
    displayName: (own ? profile?.displayName : undefined) ?? attributes.displayName ?? null,
    externalId: (own ? profile?.externalId : attributes.externalId) ?? null,
    address: keys.address ?? null,
    status: standing.status,
    role: standing.role,
    origin: member.origin,
    linked,
    profileOwner: linked ? profileOwner : null,
    revokedBy: standing.status === "revoked" ? (standing.revokedBy ?? null) : null,
    why: whyOf(member),
    waiting: standing.waiting ?? null,
    holdsSeat: standing.seat,
    invitation: standing.invitation
      ? {
          number: standing.invitation.number,
          address: standing.invitation.address,
          expiresAt: standing.invitation.expiresAt,
        }
      : null,
    unreachable: standing.unreachable ?? null,
    pending: pending !== undefined && pending.failedAt === undefined,
    failed: pending?.failedAt
      ? { at: pending.failedAt, attempts: pending.attempts, error: pending.error ?? null }
      : null,
    heldBy: hold?.by ?? null,
  };
}

/** A record can be damaged from outside. It is listed all the same, so that somebody sees it. */
function whole(record: Member): Member {
  return {
    ...record,
    attributes: record.attributes ?? { userName: "" },
    keys: record.keys ?? {},
    standing: record.standing ?? { status: "staged", role: "member", seat: false },
  };
}

/** In words, why a member has no access. */
function whyOf({ standing, hold, attributes }: Member): string | null {
  if (standing.waiting?.kind === "seat") return "waits for a free seat";
  if (standing.waiting?.kind === "address") return "waits, since another member has the same e-mail address";
  if (standing.waiting?.kind === "noAddress")
    return "waits, since the directory has no e-mail address for this person";
  if (standing.status === "invited" && standing.unreachable)
    return "invited, but the e-mail address rejects the invitation";
  if (standing.status !== "revoked") return null;
  if (hold)
    return "revoked by an admin, and stays so until an admin restores them, whatever the directory says";
  return attributes.active === false
    ? "revoked, since the directory has this person disabled or unassigned"
    : null;
}

/** Members by age, a page at a time. */
export async function listMembers(
  { store }: ApiDeps,
  organization: Organization,
  page: { after?: string; limit: number },
): Promise<MemberView[]> {
  const found = await store.members
    .find({
      organization: organization._id,
      removedAt: { $exists: false },
      ...(page.after !== undefined && { _id: { $gt: page.after } }),
    })
    .sort({ _id: 1 })
    .limit(page.limit)
    .toArray();
  return found.map((member) => presentMember(member, organization));
}

/**
 * Finds a member by id, userName or address.
 * @throws Refusal where there is none, or more than one
 */
export async function requireMember({ store }: ApiDeps, organization: string, name: string): Promise<Member> {
  const folded = name.normalize("NFC").toLowerCase();
  const found = await store.members
    .find({
      organization,
      removedAt: { $exists: false },
      $or: [{ _id: name }, { "keys.userName": folded }, { "keys.address": folded }],
    })
    .limit(2)
    .toArray();
  const [member, other] = found;
  if (!member)
    throw new Refusal(`${organization} has no member ${name}; give an id, a userName or an address.`);
  if (other) throw new Refusal(`${name} names more than one member of ${organization}; give the id.`);
  return member;
}

/**
 * Revokes a member by hand; what the directory says does not restore them (row B18).
 * @throws Refusal where it is the last confirmed owner
 */
export async function revokeByHand(deps: ApiDeps, member: Member, by: Actor): Promise<void> {
  const write = decision(member, { hold: { by, at: deps.now() } }, [], by, deps.now());
  const written = isActiveOwner(member)
    ? await writeUnlessLastOwner(deps, member, write)
    : await deps.writeMember(write);
  if (written === "last") throw new Refusal(`${member.attributes.userName} is the last confirmed owner.`);
  finish(deps, member, written);
}

/**
 * Lifts what an admin revoked.
 * @throws Refusal where no admin revoked the member
 */
export async function restoreByHand(deps: ApiDeps, member: Member, by: Actor): Promise<void> {
  if (!member.hold) {
    const inDirectory =
      member.attributes.active === false ? " The directory has this person disabled: enable them there." : "";
    throw new Refusal(`No admin has revoked ${member.attributes.userName}.${inDirectory}`);
  }
  finish(deps, member, await deps.writeMember(decision(member, {}, ["hold"], by, deps.now())));
}

/**
 * Hands the shown profile of a linked member to the directory, or back to the organization (row B13).
 * @throws Refusal where the member was not here before the directory
 */
export async function giveProfile(
  deps: ApiDeps,
  member: Member,
  owner: "organization" | "directory",
  by: Actor,
): Promise<void> {
  if (member.origin !== "hand")
    throw new Refusal(`The directory made ${member.attributes.userName}, so it owns the profile.`);
  finish(
    deps,
    member,
    await deps.writeMember(
      decision(member, { profileOwner: owner }, [], by, deps.now(), ["displayName", "externalId"]),
    ),
  );
}

/**
 * Makes a member an owner, an admin or a plain member.
 * @throws Refusal where the organization would be left without a confirmed owner
 */
export async function changeRole(
  { store, now }: ApiDeps,
  member: Member,
  role: Role,
  by: Actor,
): Promise<void> {
  const { organization, _id } = member;
  const at = now();
  const changed = await inTurn(store, organization, at, async (turn) => {
    const { session } = turn;
    if (role !== "owner" && isActiveOwner(member) && !(await hasOtherOwner(store, member, session)))
      return false;
    await store.members.updateOne({ organization, _id }, { $set: { "standing.role": role } }, { session });
    if (role !== "owner") turn.resolve(_id, ["lastOwner"]);
    await resolveLastOwner(store, turn, at);
    const { status } = member.standing;
    turn.tell([{ kind: "member.updated", member: _id, status, since: at, actor: by, detail: ["role"] }]);
    return true;
  });
  if (!changed) throw new Refusal(`${member.attributes.userName} is the last confirmed owner.`);
}

function finish({ queues }: ApiDeps, member: Member, written: "written" | "stale" | "taken"): void {
  if (written !== "written")
    throw new Refusal(`${member.attributes.userName} was changed at the same time; try again.`);
  queues.wake(member.organization);
}
