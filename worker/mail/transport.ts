/**
 * The way to the mail server: pooled connections, and what its answers mean (RFC 5321 §4.2.1).
 */
import { createTransport } from "nodemailer";
import { z } from "zod";
import type { Config } from "../../shared/config.ts";
import type { Log } from "../../shared/log.ts";
import { openOutage } from "./outage.ts";

export type Message = {
  readonly from: string;
  readonly to: string;
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

export type MailTransport = { send(message: Message): Promise<void>; close(): void };

/**
 * What a failure to send is about. `recipient`: this address rejects for good. `server`: the mail server refuses us
 * or is away, whoever the recipient is. `passing`: the same message can go through later.
 */
export type MailTrouble = "recipient" | "server" | "passing";

/** Opens the pool; nothing is connected before the first message. */
export function openMailTransport(config: Config, log: Log): MailTransport {
  const outage = openOutage(log, Date.now);
  const transport = createTransport({
    url: config.SMTP_URL,
    pool: true,
    maxConnections: config.MAIL_CONCURRENCY,
    maxMessages: 1_000,
    connectionTimeout: config.SMTP_CONNECT_MS,
    greetingTimeout: config.SMTP_CONNECT_MS,
    socketTimeout: config.SMTP_SILENT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (message) => {
      const { to, ...rest } = message;
      // An object, not a text: nothing in the address can be read as a second recipient.
      const wanted = { ...rest, to: { name: "", address: to }, textEncoding: "quoted-printable" as const };
      try {
        await transport.sendMail(wanted);
      } catch (error) {
        if (troubleOf(error) === "server") outage.begun(error);
        throw error;
      }
      outage.over();
    },
    close: () => transport.close(),
  };
}

/** The Message-ID is made from the row's id, so that a second sending is the same e-mail (RFC 5322 §3.6.4). */
export function messageIdOf({ PUBLIC_URL }: Pick<Config, "PUBLIC_URL">, email: string): string {
  return `<${email}@${new URL(PUBLIC_URL).hostname}>`;
}

/** Classifies what `send` threw. */
export function troubleOf(error: unknown): MailTrouble {
  const { success, data } = smtpError.safeParse(error);
  if (!success) return "passing";
  const { code, command, responseCode = 0 } = data;
  if (code === "EAUTH" || responseCode === 530 || responseCode === 535) return "server";
  // Nothing was said about a message yet: there is no connection, or it was turned away at the door.
  if (command === "CONN" || code === "EDNS") return "server";
  // Our own address is refused, so every message of ours would be.
  if (command === "MAIL FROM" && responseCode >= 500) return "server";
  return responseCode >= 500 ? "recipient" : "passing";
}

const smtpError = z.object({
  code: z.string().optional(),
  command: z.string().optional(),
  responseCode: z.number().optional(),
});
