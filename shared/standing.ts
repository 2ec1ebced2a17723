/**
 * Where a member's record stands, by what the directory and the admins want now. Workers plan by it; whoever sends
 * an invitation or takes one checks it again, since a change may be acknowledged and not yet applied.
 */
import { fold } from "./scim/value/fold.ts";
import type { Member, Settings } from "./store/documents.ts";

/** Whether all who have a say want this person in: the directory, and the admins. */
export function isWanted({ attributes, hold, removedAt }: Member): boolean {
  return removedAt === undefined && hold === undefined && attributes.active !== false;
}

/** Whether the member may sign in: has accepted at least, and nobody has said otherwise since. */
export function mayEnter(member: Member): boolean {
  const { status } = member.standing;
  return (status === "accepted" || status === "confirmed") && isWanted(member);
}

/** Whether the feed has told nothing of the member yet. */
export function isUntold({ standing }: Pick<Member, "standing">): boolean {
  return standing.status === "staged" && standing.waiting === undefined && standing.invitation === undefined;
}

/**
 * Whether the member is not to be invited yet: invitations are held, and nobody released this one. Who was invited once
 * is not held again, and inviting by hand releases.
 */
export function isHeldBack(
  { origin, released, standing }: Pick<Member, "origin" | "released" | "standing">,
  { invitations }: Pick<Settings, "invitations">,
): boolean {
  const isUninvited =
    (standing.restoreTo ?? standing.status) === "staged" && standing.invitation === undefined;
  return invitations === "held" && origin === "directory" && !released && isUninvited;
}

/** Whether the member's newest invitation went to the address that is the member's now. */
export function isInvitedAtOwnAddress({ standing: { invitation }, keys }: Member): boolean {
  return invitation !== undefined && fold(invitation.address) === keys.address;
}

/** Whether the member's newest invitation can be sent, and accepted. */
export function isInvitationOpen(member: Member): boolean {
  return member.standing.status === "invited" && isWanted(member) && isInvitedAtOwnAddress(member);
}
