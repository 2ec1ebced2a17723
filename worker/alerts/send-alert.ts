/**
 * Sends an e-mail about failures, or one that tries whether such e-mails get through. What it says is read when it is
 * sent, so that one which was put off for hours tells what is, not what was; where there is nothing to say any more, none
 * is sent. It is tried for a day (row F06).
 */
import { recipientsOf } from "../../shared/failure-recipients.ts";
import type { AlertEmail, TestEmail } from "../../shared/store/documents.ts";
import { resolution } from "../../shared/store/failure-writes.ts";
import { inTurn } from "../../shared/store/turn.ts";
import type { WorkerDeps } from "../deps.ts";
import { type GivenUp, keepTrying } from "../mail/keep-trying.ts";
import { messageIdOf } from "../mail/transport.ts";
import type { Sent } from "../mail/trying.ts";
import { readDigest } from "./digest.ts";

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
    return keepTrying(deps, email, error, (set) => fail(deps, email, set));
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

/** Nobody hears of it by e-mail, so it is listed (row F06). */
async function fail({ store, now }: WorkerDeps, email: AlertEmail | TestEmail, set: GivenUp): Promise<void> {
  const { organization, _id, address } = email;
  await inTurn(store, organization, now(), async (turn) => {
    const { modifiedCount } = await store.emails.updateOne(
      { organization, _id, state: "queued" },
      { $set: set },
      { session: turn.session },
    );
    // A newer one took its place meanwhile.
    if (modifiedCount === 0) return;
    const cause = `E-mails about failures could not be delivered to ${address}: ${set.error}`;
    turn.fail([{ kind: "alertMail", subject: address, cause }]);
  });
}
