/**
 * A try to send an e-mail: what the queue does after it, and what is kept of one that failed.
 */

import { z } from "zod";

/** What the queue is to do: nothing more, try again later, or rest since the mail server refuses us. */
export type Sent = "done" | "again" | "pause";

/** An error that carries what the mail server said. */
const answer = z.object({ response: z.string() });

/** The longest reason that is kept. */
const reasonMax = 1_000;

/**
 * Why a try failed, as it is kept and shown.
 * @param secret what the e-mail held and nobody else may read: a mail server can quote what it refuses
 */
export function reasonOf(error: unknown, secret?: string): string {
  const answered = answer.safeParse(error);
  const told = answered.success ? answered.data.response : error instanceof Error ? error.message : "unknown";
  const hidden = secret === undefined ? told : told.replaceAll(secret, "…");
  return hidden.slice(0, reasonMax);
}
