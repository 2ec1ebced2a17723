/**
 * The e-mail that invites a member. It goes out only while it is the newest invitation of somebody who is still wanted;
 * an address that rejects it marks the member as unreachable (row F07).
 */
import { invitationToken } from "../../shared/invitation.ts";
import { isInvitationOpen } from "../../shared/standing.ts";
import type { InvitationEmail, Member, Organization } from "../../shared/store/documents.ts";
import { inTurn } from "../../shared/store/turn.ts";
import type { WorkerDeps } from "../deps.ts";
import { type Message, messageIdOf, troubleOf } from "./transport.ts";
import { reasonOf, type Sent } from "./trying.ts";

/** @throws what keeps the database away */
export async function sendInvitation(deps: WorkerDeps, email: InvitationEmail): Promise<Sent> {
  const [organization, member] = await Promise.all([
    deps.readOrganization(email.organization),
    deps.readMember(email.organization, email.member),
  ]);
  const current = member?.standing.invitation?.number === email.number && isInvitationOpen(member);
  if (!organization || !member || !current) {
    // A worker is about to say what becomes of the invitation.
    if (member?.pending && !member.pending.failedAt) return "again";
    await deps.emails.mark(email, { state: "superseded" });
    deps.metrics.email("invitation", "superseded");
    return "done";
  }
  try {
    await deps.mail.send(messageOf(deps, email, member, organization));
  } catch (error) {
    return afterTrouble(deps, email, member, error);
  }
  // Only a second try, or a second invitation, can have a failure before it.
  if (email.error !== undefined || email.number > 1) await noteReached(deps, email);
  await deps.emails.mark(email, { state: "sent", sentAt: deps.now(), attempts: email.attempts + 1 });
  deps.metrics.email("invitation", "sent");
  return "done";
}

function tokenOf(
  { invitationSecret }: WorkerDeps,
  { organization, member, number }: InvitationEmail,
): string {
  return invitationToken(invitationSecret, { organization, member, number });
}

function messageOf(
  deps: WorkerDeps,
  email: InvitationEmail,
  member: Member,
  organization: Organization,
): Message {
  const { config, render } = deps;
  const rendered = render.invitation({
    organization: organization.name,
    contact: organization.settings.contact,
    name: member.attributes.name?.givenName ?? member.attributes.displayName,
    link: `${config.PUBLIC_URL}/join/${organization._id}/${tokenOf(deps, email)}`,
    expiresAt: member.standing.invitation?.expiresAt ?? email.createdAt,
  });
  return {
    ...rendered,
    from: config.MAIL_FROM,
    to: member.standing.invitation?.address ?? "",
    messageId: messageIdOf(config, email._id),
  };
}

async function afterTrouble(
  deps: WorkerDeps,
  email: InvitationEmail,
  member: Member,
  error: unknown,
): Promise<Sent> {
  const { store, config, log, now } = deps;
  const { organization, _id } = email;
  const trouble = troubleOf(error);
  const reason = reasonOf(error, tokenOf(deps, email));
  if (trouble === "server") return "pause";
  log.warn({ reason, organization, email: _id, trouble }, "an e-mail was not sent");
  const attempts = email.attempts + 1;
  const failed = trouble === "recipient" || attempts >= config.MAIL_ATTEMPTS;
  const address = member.standing.invitation?.address ?? member.attributes.userName;
  const at = now();
  await inTurn(store, organization, at, async (turn) => {
    const { session } = turn;
    const set = { attempts, error: reason, dueAt: at, ...(failed && { state: "failed" as const }) };
    await store.emails.updateOne({ organization, _id }, { $set: set }, { session });
    if (!failed) return;
    const cause = `The invitation to ${address} could not be delivered: ${reason}`;
    turn.fail([{ kind: "mail", subject: email.member, cause }]);
    if (trouble !== "recipient") return;
    await store.members.updateOne(
      { organization, _id: email.member, "standing.invitation.number": email.number },
      { $set: { "standing.unreachable": { since: at, address, error: reason } } },
      { session },
    );
  });
  deps.metrics.email("invitation", failed ? "failed" : "retried");
  return failed ? "done" : "again";
}

async function noteReached(
  { store, now }: WorkerDeps,
  { organization, member }: InvitationEmail,
): Promise<void> {
  await inTurn(store, organization, now(), async (turn) => {
    turn.resolve(member, ["mail"]);
    await store.members.updateOne(
      { organization, _id: member, "standing.unreachable": { $exists: true } },
      { $unset: { "standing.unreachable": true } },
      { session: turn.session },
    );
  });
}
