/**
 * The member's own way: accepting by the link of the invitation, and being confirmed by an admin.
 */
import { hashToken } from "../../shared/invitation.ts";
import type { Actor, Member, Membership, Status } from "../../shared/store/documents.ts";
import { inTurn } from "../../shared/store/turn.ts";
import type { ApiDeps } from "../deps.ts";
import { Refusal } from "./refusal.ts";

/**
 * Accepts an invitation: once, until it expires, and only the newest one.
 * @param publicKey of the key pair that the member's browser made
 * @throws Refusal where the link is wrong, used, expired or superseded, without telling which
 */
export async function acceptInvitation(
  deps: ApiDeps,
  organization: string,
  token: string,
  publicKey: string,
): Promise<void> {
  const filter = {
    organization,
    "membership.invitation.tokenHash": hashToken(token),
    "membership.invitation.expiresAt": { $gt: deps.now() },
  };
  const accepted = await advance(deps, organization, filter, "invited", { status: "accepted", publicKey });
  if (!accepted) throw new Refusal("This link cannot be used. Ask for a new invitation.");
}

/**
 * Confirms a member who has accepted.
 * @throws Refusal where the member has not
 */
export async function confirmMember(
  deps: ApiDeps,
  organization: string,
  id: string,
  by: Actor,
): Promise<void> {
  const confirmed = await advance(
    deps,
    organization,
    { organization, _id: id },
    "accepted",
    { status: "confirmed" },
    by,
  );
  if (!confirmed) throw new Refusal("Only a member who has accepted the invitation can be confirmed.");
}

async function advance(
  { store, now }: ApiDeps,
  organization: string,
  filter: object,
  from: Status,
  to: Pick<Membership, "status"> & Partial<Membership>,
  by?: Actor,
): Promise<Member | null> {
  const at = now();
  const set = Object.fromEntries(Object.entries(to).map(([name, value]) => [`membership.${name}`, value]));
  return inTurn(store, organization, at, async (turn) => {
    const live = { ...filter, "membership.status": from, removedAt: { $exists: false } };
    const member = await store.members.findOneAndUpdate(live, { $set: set }, { session: turn.session });
    if (!member) return null;
    const kind = to.status === "accepted" ? "member.accepted" : "member.confirmed";
    turn.tell([
      {
        kind,
        member: member._id,
        status: to.status,
        since: at,
        actor: by ?? { kind: "member", id: member._id },
      },
    ]);
    return member;
  });
}
