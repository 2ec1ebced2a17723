/**
 * The invitee's own way: what the link of an invitation opens (row B51), and accepting by it (row B50).
 */
import { hashToken } from "../../../shared/invitation.ts";
import { isInvitationOpen, isWanted } from "../../../shared/standing.ts";
import type { Member, Organization } from "../../../shared/store/documents.ts";
import type { Store } from "../../../shared/store/store.ts";
import { inTurn, type Turn } from "../../../shared/store/turn.ts";
import type { ApiDeps } from "../../deps.ts";
import { Refusal } from "../refusal.ts";
import type { InvitationView, KeyPair } from "../schema/handshake.ts";

/**
 * Accepts an invitation: once, until it expires, and only the newest one.
 * @param keys that the member's browser made; the private one is wrapped by the member's passphrase
 * @throws Refusal where the link is wrong, used, expired or superseded, without telling which
 */
export async function acceptInvitation(
  { store, now }: ApiDeps,
  organization: string,
  token: string,
  { publicKey, wrappedPrivateKey }: KeyPair,
): Promise<void> {
  const at = now();
  const invited = { organization, "standing.invitation.tokenHash": hashToken(token) };
  // A stranger's guess takes no turn from those who belong here.
  if (!(await store.members.findOne(invited, { projection: { _id: 1 } }))) throw unusable();
  const accepted = await inTurn(store, organization, at, async (turn) => {
    const { session } = turn;
    const member = await store.members.findOne(invited, { session });
    if (!member || stateOf(member, hashToken(token), at) !== "open") return false;
    const set = {
      "standing.status": "accepted" as const,
      "standing.acceptedAt": at,
      "standing.publicKey": publicKey,
      "standing.wrappedPrivateKey": JSON.stringify(wrappedPrivateKey),
    };
    // Whoever accepts has been reached, whatever the mail server said.
    const unset = { "standing.unreachable": true as const };
    await store.members.updateOne(
      { organization, _id: member._id },
      { $set: set, $unset: unset },
      { session },
    );
    await noteAccepted(store, turn, at);
    turn.resolve(member._id, ["mail"]);
    const actor = { kind: "member", id: member._id } as const;
    turn.tell([{ kind: "member.accepted", member: member._id, status: "accepted", since: at, actor }]);
    return true;
  });
  if (!accepted) throw unusable();
}

function unusable(): Refusal {
  return new Refusal("This link cannot be used. Ask for a new invitation.");
}

/**
 * What a link opens. Only a token that was theirs once tells anything, and only one that opens names the member.
 */
export async function lookAtInvitation(
  { store, readOrganization, now }: ApiDeps,
  id: string,
  token: string,
): Promise<InvitationView> {
  const hash = hashToken(token);
  const organization = await readOrganization(id);
  const member = organization && (await findInvited(store, organization._id, hash));
  if (!organization || !member)
    return { state: "unknown", organization: null, member: null, expiresAt: null };
  const state = stateOf(member, hash, now());
  const isNewest = state === "open" || state === "expired";
  return {
    state,
    organization: shown(organization),
    member: state === "open" ? inviteeOf(member) : null,
    expiresAt: (isNewest && member.standing.invitation?.expiresAt) || null,
  };
}

/** By the newest link; or by an older one, of which the e-mail is still known. */
async function findInvited(
  { members, emails }: Store,
  organization: string,
  hash: string,
): Promise<Member | null> {
  const here = { organization, removedAt: { $exists: false } };
  const newest = await members.findOne({ ...here, "standing.invitation.tokenHash": hash });
  if (newest) return newest;
  const email = await emails.findOne({ organization, tokenHash: hash });
  return email?.kind === "invitation" ? members.findOne({ ...here, _id: email.member }) : null;
}

/** Notes that admins are to hear of who accepted (row B52). */
export async function noteAccepted(
  { organizations }: Store,
  { session, organization: { _id } }: Turn,
  at: Date,
): Promise<void> {
  await organizations.updateOne({ _id }, { $min: { acceptedSince: at } }, { session });
}

/** Whoever has accepted is told so by an old link too: there is nothing left to do with the newest one. */
function stateOf(member: Member, hash: string, now: Date): Exclude<InvitationView["state"], "unknown"> {
  const { status, invitation } = member.standing;
  if (status === "revoked" || !isWanted(member)) return "revoked";
  if (status === "accepted" || status === "confirmed") return "used";
  if (!invitation || invitation.tokenHash !== hash || !isInvitationOpen(member)) return "superseded";
  return invitation.expiresAt <= now ? "expired" : "open";
}

function shown({ _id, name, settings }: Organization): InvitationView["organization"] {
  return { id: _id, name, contact: settings.contact };
}

function inviteeOf({ _id, attributes, standing }: Member): InvitationView["member"] {
  const { status, role, invitation } = standing;
  const name = attributes.displayName ?? attributes.name?.givenName ?? null;
  return { id: _id, name, address: invitation?.address ?? null, role, status };
}
