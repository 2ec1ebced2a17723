/**
 * The member's own way: accepting by the link of the invitation, and being confirmed by an admin.
 */
import { hashToken } from "../../shared/invitation.ts";
import { isInvitationOpen } from "../../shared/standing.ts";
import type { Actor } from "../../shared/store/documents.ts";
import { inTurn, type Turn } from "../../shared/store/turn.ts";
import type { ApiDeps } from "../deps.ts";
import { resolveLastOwner } from "./last-owner.ts";
import { Refusal } from "./refusal.ts";

/**
 * Accepts an invitation: once, until it expires, and only the newest one.
 * @param publicKey of the key pair that the member's browser made
 * @throws Refusal where the link is wrong, used, expired or superseded, without telling which
 */
export async function acceptInvitation(
  { store, now }: ApiDeps,
  organization: string,
  token: string,
  publicKey: string,
): Promise<void> {
  const at = now();
  const accepted = await inTurn(store, organization, at, async (turn) => {
    const { session } = turn;
    const invited = { organization, "standing.invitation.tokenHash": hashToken(token) };
    const member = await store.members.findOne(invited, { session });
    const invitation = member?.standing.invitation;
    if (!member || !invitation || invitation.expiresAt <= at || !isInvitationOpen(member)) return false;
    const set = { "standing.status": "accepted" as const, "standing.publicKey": publicKey };
    // Whoever accepts has been reached, whatever the mail server said.
    const unset = { "standing.unreachable": true as const };
    await store.members.updateOne(
      { organization, _id: member._id },
      { $set: set, $unset: unset },
      { session },
    );
    turn.resolve(member._id, ["mail"]);
    tellStatus(turn, member._id, "accepted", { kind: "member", id: member._id }, at);
    return true;
  });
  if (!accepted) throw new Refusal("This link cannot be used. Ask for a new invitation.");
}

/**
 * Confirms a member who has accepted.
 * @throws Refusal where the member has not
 */
export async function confirmMember(
  { store, now }: ApiDeps,
  organization: string,
  id: string,
  by: Actor,
): Promise<void> {
  const at = now();
  const confirmed = await inTurn(store, organization, at, async (turn) => {
    const { modifiedCount } = await store.members.updateOne(
      { organization, _id: id, "standing.status": "accepted", removedAt: { $exists: false } },
      { $set: { "standing.status": "confirmed" } },
      { session: turn.session },
    );
    if (modifiedCount === 1) {
      await resolveLastOwner(store, turn, at);
      tellStatus(turn, id, "confirmed", by, at);
    }
    return modifiedCount === 1;
  });
  if (!confirmed) throw new Refusal("Only a member who has accepted the invitation can be confirmed.");
}

function tellStatus(
  turn: Turn,
  member: string,
  status: "accepted" | "confirmed",
  actor: Actor,
  since: Date,
): void {
  turn.tell([{ kind: `member.${status}`, member, status, since, actor }]);
}
