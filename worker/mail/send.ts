/**
 * Sends the e-mail of a row. The row is the truth: a job that comes twice, or too late, finds that out from the row,
 * and sends nothing.
 */
import type { Email } from "../../shared/store/documents.ts";
import { sendAlert } from "../alerts/send-alert.ts";
import { sendConfirmations } from "../confirmations/send-confirmations.ts";
import type { WorkerDeps } from "../deps.ts";
import { sendInvitation } from "./invitation.ts";
import { sendSignIn } from "./sign-in.ts";
import type { Sent } from "./trying.ts";

/** @throws what keeps the database away */
export async function sendEmail(deps: WorkerDeps, id: string): Promise<Sent> {
  const email = await deps.emails.read(id);
  if (email?.state !== "queued") return "done";
  const sent = await sendByKind(deps, email);
  if (sent === "pause") deps.metrics.email(email.kind, "paused");
  return sent;
}

function sendByKind(deps: WorkerDeps, email: Email): Promise<Sent> {
  switch (email.kind) {
    case "alert":
    case "test":
      return sendAlert(deps, email);
    case "signIn":
      return sendSignIn(deps, email);
    case "invitation":
      return sendInvitation(deps, email);
    case "confirmations":
      return sendConfirmations(deps, email);
  }
}
