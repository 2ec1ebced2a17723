/**
 * Members as an admin sees and decides about them. A decision is written into the member's record and applied by a
 * worker, like what a directory writes.
 */
import type { Actor, Member, Organization, Role } from "../../../shared/store/documents.ts";
import { decision } from "../../../shared/store/members.ts";
import { inTurn } from "../../../shared/store/turn.ts";
import type { ApiDeps } from "../../deps.ts";
import { Refusal } from "../refusal.ts";
import type { MemberAction, MemberView } from "../schema/member.ts";
import { actOnMembers } from "./actions.ts";
import { hasOtherOwner, isActiveOwner, isLastOwner, resolveLastOwner } from "./last-owner.ts";
import { presentMember } from "./present.ts";

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
 * Lifts what an admin revoked.
 * @throws Refusal where no admin revoked the member
 */
export async function restoreByHand(deps: ApiDeps, member: Member, by: Actor): Promise<void> {
  if (!member.hold && member.attributes.active !== false)
    throw new Refusal(`No admin has revoked ${member.attributes.userName}.`);
  await actByHand(deps, member, "restore", by);
}

/**
 * Does one thing to one member. Whom an admin revokes, no directory restores (row B18).
 * @throws Refusal where that cannot be had
 */
export async function actByHand(
  deps: ApiDeps,
  { organization, _id }: Member,
  action: MemberAction,
  by: Actor,
): Promise<void> {
  const place = await deps.store.organizations.findOne({ _id: organization });
  if (!place) throw new Refusal(`There is no organization ${organization}.`);
  const { refused } = await actOnMembers(deps, place, action, [_id], by);
  for (const { detail } of refused) throw new Refusal(detail);
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
 * @throws Refusal where the organization would be left without a confirmed owner, or the member is gone
 */
export async function changeRole(
  { store, now }: ApiDeps,
  member: Member,
  role: Role,
  by: Actor,
): Promise<void> {
  const { organization, _id } = member;
  const { userName } = member.attributes;
  const at = now();
  const refused = await inTurn(store, organization, at, async (turn) => {
    const { session } = turn;
    // As it is by now: who was confirmed or removed since counts as that.
    const found = await store.members.findOne(
      { organization, _id, removedAt: { $exists: false } },
      { session },
    );
    if (!found) return `${userName} is no member any more.`;
    if (role !== "owner" && isActiveOwner(found) && !(await hasOtherOwner(store, found, session)))
      return isLastOwner(userName);
    await store.members.updateOne({ organization, _id }, { $set: { "standing.role": role } }, { session });
    if (role !== "owner") turn.resolve(_id, ["lastOwner"]);
    await resolveLastOwner(store, turn, at);
    const { status } = found.standing;
    turn.tell([{ kind: "member.updated", member: _id, status, since: at, actor: by, detail: ["role"] }]);
    return null;
  });
  if (refused !== null) throw new Refusal(refused);
}

function finish({ queues }: ApiDeps, member: Member, written: "written" | "stale" | "taken"): void {
  if (written !== "written")
    throw new Refusal(`${member.attributes.userName} was changed at the same time; try again.`);
  queues.wake(member.organization);
}
