/**
 * Sends the e-mail of a row. The row is the truth: a job that comes twice, or too late, finds that out from the row
 * and the member, and sends nothing.
 */
import { invitationToken } from "../../shared/invitation.ts";
import { isInvitationOpen } from "../../shared/standing.ts";
import type { Email, Member, Organization } from "../../shared/store/documents.ts";
import { inTurn } from "../../shared/store/turn.ts";
import type { WorkerDeps } from "../deps.ts";
import { renderInvitation } from "./render.ts";
import { type Message, troubleOf } from "./transport.ts";

/** What the queue is to do: nothing more, try again later, or rest since the mail server refuses us. */
export type Sent = "done" | "again" | "pause";

/** @throws what keeps the database away */
export async function sendEmail(deps: WorkerDeps, id: string): Promise<Sent> {
  const email = await deps.emails.read(id);
  if (email?.state !== "queued") return "done";
  const [organization, member] = await Promise.all([
    deps.readOrganization(email.organization),
    deps.readMember(email.organization, email.member),
  ]);
  const current = member?.standing.invitation?.number === email.number && isInvitationOpen(member);
  if (!organization || !member || !current) {
    // A worker is about to say what becomes of the invitation.
    if (member?.pending && !member.pending.failedAt) return "again";
    await deps.emails.mark(email, { state: "superseded" });
    return "done";
  }
  try {
    await deps.mail.send(invitation(deps, email, member, organization));
  } catch (error) {
    return afterTrouble(deps, email, member, error);
  }
  // Only a second try, or a second invitation, can have a failure before it.
  if (email.error !== undefined || email.number > 1) await resolveMailFailure(deps, email);
  await deps.emails.mark(email, { state: "sent", sentAt: deps.now(), attempts: email.attempts + 1 });
  return "done";
}

function invitation(
  { config, invitationSecret }: WorkerDeps,
  email: Email,
  member: Member,
  organization: Organization,
): Message {
  const { number } = email;
  const token = invitationToken(invitationSecret, {
    organization: organization._id,
    member: member._id,
    number,
  });
  const rendered = renderInvitation({
    organization: organization.name,
    contact: organization.settings.contact,
    name: member.attributes.name?.givenName ?? member.attributes.displayName,
    link: `${config.PUBLIC_URL}/join/${organization._id}/${token}`,
    expiresAt: member.standing.invitation?.expiresAt ?? email.createdAt,
  });
  return {
    ...rendered,
    from: config.MAIL_FROM,
    to: member.standing.invitation?.address ?? "",
    messageId: `<${email._id}@${new URL(config.PUBLIC_URL).hostname}>`,
  };
}

async function afterTrouble(deps: WorkerDeps, email: Email, member: Member, error: unknown): Promise<Sent> {
  const { store, config, log, now } = deps;
  const { organization, _id } = email;
  const trouble = troubleOf(error);
  log.warn({ err: error, organization, email: _id, trouble }, "an e-mail was not sent");
  if (trouble === "server") return "pause";
  const attempts = email.attempts + 1;
  const failed = trouble === "recipient" || attempts >= config.MAIL_ATTEMPTS;
  const reason = error instanceof Error ? error.message.slice(0, 1_000) : "unknown";
  await inTurn(store, organization, now(), async (turn) => {
    const set = { attempts, error: reason, dueAt: now(), ...(failed && { state: "failed" as const }) };
    await store.emails.updateOne({ organization, _id }, { $set: set }, { session: turn.session });
    if (failed) {
      const cause = `The invitation to ${member.standing.invitation?.address ?? member.attributes.userName} could not be delivered: ${reason}`;
      turn.fail([{ kind: "mail", subject: email.member, cause }]);
    }
  });
  return failed ? "done" : "again";
}

async function resolveMailFailure({ store }: WorkerDeps, { organization, member }: Email): Promise<void> {
  await store.failures.updateMany(
    { organization, subject: member, kind: "mail", state: "open" },
    { $set: { state: "resolved" } },
  );
}
