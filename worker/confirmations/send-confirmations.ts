/**
 * Sends the e-mail about who waits for confirmation. What it says is read when it is sent; where nobody waits any more,
 * or the recipient confirms nobody any more, none is sent.
 */
import { invariant } from "../../shared/invariant.ts";
import { addressOf } from "../../shared/store/address.ts";
import type { ConfirmationsEmail } from "../../shared/store/documents.ts";
import type { WorkerDeps } from "../deps.ts";
import { keepTrying } from "../mail/keep-trying.ts";
import { messageIdOf } from "../mail/transport.ts";
import type { Sent } from "../mail/trying.ts";
import { canConfirm, readWaiting } from "./waiting.ts";

/** @throws what keeps the database away */
export async function sendConfirmations(deps: WorkerDeps, email: ConfirmationsEmail): Promise<Sent> {
  const { store, config, mail, now, metrics } = deps;
  const { _id, organization } = email;
  const message = await messageFor(deps, email);
  if (!message) {
    await deps.emails.mark(email, { state: "superseded" });
    metrics.email("confirmations", "superseded");
    return "done";
  }
  try {
    await mail.send({ ...message, from: config.MAIL_FROM, messageId: messageIdOf(config, _id) });
  } catch (error) {
    return keepTrying(deps, email, error, async (set) => {
      await store.emails.updateOne({ organization, _id, state: "queued" }, { $set: set });
    });
  }
  await deps.emails.mark(email, { state: "sent", sentAt: now(), attempts: email.attempts + 1 });
  metrics.email("confirmations", "sent");
  return "done";
}

/** @returns null where there is nothing to say any more, or nobody to say it to */
async function messageFor(
  { store, config, readOrganization, readMember, render }: WorkerDeps,
  { organization: id, member }: ConfirmationsEmail,
) {
  const [organization, admin] = await Promise.all([readOrganization(id), readMember(id, member)]);
  if (!organization?.enabled || !admin || !canConfirm(admin)) return null;
  const to = addressOf(admin.attributes);
  invariant(to !== undefined, "a member with an address key has an address");
  const waiting = await readWaiting(store, organization);
  if (waiting.total === 0) return null;
  const link = `${config.PUBLIC_URL}/console/members?status=accepted`;
  return { ...render.confirmations({ ...waiting, link }), to };
}
