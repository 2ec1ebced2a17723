/**
 * What the mail queue does with the outcome of an attempt to send.
 */
import { Worker } from "bullmq";
import type { Payload } from "../../shared/queue/jobs.ts";
import type { WorkerDeps } from "../deps.ts";
import { sendEmail } from "./send.ts";

/** @throws to make BullMQ try again: later, or once the queue has rested */
export async function deliver(deps: WorkerDeps, { email }: Payload<"mail">): Promise<void> {
  const sent = await sendEmail(deps, email);
  if (sent === "again") throw new Error(`the e-mail ${email} is tried again later`);
  if (sent === "pause") {
    await deps.queues.restMail(deps.config.MAIL_PAUSE_MS);
    throw Worker.RateLimitError();
  }
}
