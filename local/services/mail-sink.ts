/**
 * The mail server of a machine that has none: it takes every mail, delivers none and shows them in a browser.
 * It runs as a process of its own, `local/mailbox/main.ts`.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Child, Hooks } from "./child.ts";
import { startNode } from "./node.ts";
import { freePort, loopback } from "./ports.ts";

/** Where the mails are kept, and the ports for SMTP and for the browser; each has its default. */
export type MailSinkOptions = {
  /** Made if need be. */
  readonly dataDir: string;
  /** Any free port if missing. */
  readonly smtpPort?: number;
  /** Any free port if missing. */
  readonly webPort?: number;
  readonly logFile?: string;
};

/** A running mailbox: where mail is sent, and where it is read. */
export type MailSink = Child & { readonly smtpUrl: string; readonly url: string };

/**
 * Starts the mailbox and waits until it takes mail.
 * @throws Trouble with its last words when it does not start
 */
export async function startMailSink(options: MailSinkOptions, hooks: Hooks = {}): Promise<MailSink> {
  const { dataDir, logFile = join(dataDir, "mailbox.log") } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const smtpPort = options.smtpPort ?? (await freePort());
  const webPort = options.webPort ?? (await freePort());
  const args = ["--smtp-port", String(smtpPort), "--web-port", String(webPort), "--folder", dataDir];
  const child = await startNode({ name: "mailbox", script: "local/mailbox/main.ts", args, logFile }, hooks);
  return {
    ...child,
    smtpUrl: `smtp://${loopback}:${smtpPort}`,
    url: `http://${loopback}:${webPort}`,
  };
}
