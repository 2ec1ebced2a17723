/**
 * Tries an e-mail again that is tried for a day: its tries are its own, so the row says when the next one is due, and the
 * sweeper queues it then.
 */
import type { AlertEmail, ConfirmationsEmail, Email, TestEmail } from "../../shared/store/documents.ts";
import type { WorkerDeps } from "../deps.ts";
import { troubleOf } from "./transport.ts";
import { reasonOf, type Sent } from "./trying.ts";

/** The longest wait between two tries; the first one is that of any e-mail, and it doubles. */
const backoffMaxMs = 60 * 60 * 1000;

/** How a row ends whose time is over. */
export type GivenUp = Required<Pick<Email, "attempts" | "error">> & { readonly state: "failed" };

/**
 * Notes a try that failed.
 * @param giveUp notes that no further one is made
 */
export async function keepTrying(
  deps: WorkerDeps,
  email: AlertEmail | TestEmail | ConfirmationsEmail,
  error: unknown,
  giveUp: (set: GivenUp) => Promise<void>,
): Promise<Sent> {
  const { config, log, now, metrics } = deps;
  const { organization, _id, kind } = email;
  const trouble = troubleOf(error);
  if (trouble === "server") return "pause";
  const reason = reasonOf(error);
  log.warn({ reason, organization, email: _id, trouble }, `an e-mail about ${topics[kind]} was not sent`);
  const at = now();
  const attempts = email.attempts + 1;
  // Whoever tries an address wants to hear now that it is wrong.
  const isHopeless = kind === "test" && trouble === "recipient";
  if (at < email.giveUpAt && !isHopeless) {
    const waitMs = Math.min(backoffMaxMs, config.MAIL_BACKOFF_MS * 2 ** email.attempts);
    const dueAt = new Date(Math.min(email.giveUpAt.getTime(), at.getTime() + waitMs));
    await deps.emails.mark(email, { attempts, error: reason, dueAt });
    metrics.email(kind, "retried");
    return "done";
  }
  await giveUp({ attempts, error: reason, state: "failed" });
  metrics.email(kind, "failed");
  return "done";
}

const topics = { alert: "failures", test: "failures", confirmations: "who waits for confirmation" } as const;
