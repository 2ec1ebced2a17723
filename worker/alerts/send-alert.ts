/**
 * Sends an e-mail about failures, or one that tries whether such e-mails get through. What it says is read when it is sent, so that one which was put off for hours tells
 * what is, not what was; where there is nothing to say any more, none is sent.
 * Its tries are its own (row F06): the row says when the next one is due, and the sweeper queues it then.
 */
import { recipientsOf } from "../../shared/failure-recipients.ts";
import type { AlertEmail, TestEmail } from "../../shared/store/documents.ts";
import { resolution } from "../../shared/store/failure-writes.ts";
import { inTurn } from "../../shared/store/turn.ts";
import type { WorkerDeps } from "../deps.ts";
import { messageIdOf, troubleOf } from "../mail/transport.ts";
import { reasonOf, type Sent } from "../mail/trying.ts";
import { readDigest } from "./digest.ts";

/** The longest wait between two tries; the first one is that of any e-mail, and it doubles. */
const backoffMaxMs = 60 * 60 * 1000;

/** @throws what keeps the database away */
export async function sendAlert(deps: WorkerDeps, email: AlertEmail | TestEmail): Promise<Sent> {
  const { store, config, now } = deps;
  const rendered = await renderedOf(deps, email);
  if (!rendered) {
    await deps.emails.mark(email, { state: "superseded" });
    deps.metrics.email(email.kind, "superseded");
    return "done";
  }
  const { _id, address: to } = email;
  try {
    await deps.mail.send({ ...rendered, from: config.MAIL_FROM, to, messageId: messageIdOf(config, _id) });
  } catch (error) {
    return afterTrouble(deps, email, error);
  }
  await store.failures.bulkWrite([
    resolution(email.organization, { subject: to, kinds: ["alertMail"] }, now()),
  ]);
  await deps.emails.mark(email, { state: "sent", sentAt: now(), attempts: email.attempts + 1 });
  deps.metrics.email(email.kind, "sent");
  return "done";
}

/** @returns null where the address is no recipient any more, or what the e-mail was to say is no longer so */
async function renderedOf(
  { store, readOrganization, render, now }: WorkerDeps,
  email: AlertEmail | TestEmail,
) {
  const organization = await readOrganization(email.organization);
  if (!organization || !recipientsOf(organization).includes(email.address)) return null;
  const { name } = organization;
  if (email.kind === "test") return render.test({ organization: name });
  const digest = await readDigest(store, organization, now());
  if (email.isOver !== (digest.total === 0)) return null;
  return email.isOver ? render.over({ organization: name, since: email.since }) : render.digest(digest);
}

async function afterTrouble(deps: WorkerDeps, email: AlertEmail | TestEmail, error: unknown): Promise<Sent> {
  const { store, config, log, now } = deps;
  const { organization, _id, address } = email;
  const trouble = troubleOf(error);
  if (trouble === "server") return "pause";
  const reason = reasonOf(error);
  log.warn({ reason, organization, email: _id, trouble }, "an e-mail about failures was not sent");
  const at = now();
  const attempts = email.attempts + 1;
  // Whoever tries an address wants to hear now that it is wrong.
  const isHopeless = email.kind === "test" && trouble === "recipient";
  if (at < email.giveUpAt && !isHopeless) {
    const waitMs = Math.min(backoffMaxMs, config.MAIL_BACKOFF_MS * 2 ** email.attempts);
    const dueAt = new Date(Math.min(email.giveUpAt.getTime(), at.getTime() + waitMs));
    await deps.emails.mark(email, { attempts, error: reason, dueAt });
    deps.metrics.email(email.kind, "retried");
    return "done";
  }
  await inTurn(store, organization, at, async (turn) => {
    const set = { attempts, error: reason, state: "failed" as const };
    const { modifiedCount } = await store.emails.updateOne(
      { organization, _id, state: "queued" },
      { $set: set },
      { session: turn.session },
    );
    // A newer one took its place meanwhile.
    if (modifiedCount === 0) return;
    const cause = `E-mails about failures could not be delivered to ${address}: ${reason}`;
    turn.fail([{ kind: "alertMail", subject: address, cause }]);
  });
  deps.metrics.email(email.kind, "failed");
  return "done";
}
