/**
 * Whether the mail server serves us. That it does not is the operator's to know, once for as long as it lasts, and no
 * organization's: however many e-mails wait for it, it is one trouble.
 */
import type { Log } from "../../shared/log.ts";

export type Outage = {
  /** The server refused us, or was not there. */
  begun(error: unknown): void;
  /** The server answered about a message, whatever it said. */
  over(): void;
};

/** @param now in milliseconds */
export function openOutage(log: Log, now: () => number): Outage {
  let since: number | null = null;
  return {
    begun: (error) => {
      if (since !== null) return;
      since = now();
      log.error({ err: error }, "the mail server refuses us or is away; all e-mails wait for it");
    },
    over: () => {
      if (since === null) return;
      log.info({ lastedMs: now() - since }, "the mail server serves us again");
      since = null;
    },
  };
}
