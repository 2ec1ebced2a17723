/**
 * The SMTP side of the mailbox: takes every mail for everybody, without a login.
 * A mail that cannot be kept is refused for now (452), so that its sender tries again.
 */
import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { addMail, type Mails } from "./mails.ts";

const MAIL_MAX_BYTES = 10 * 1024 * 1024;

/** Listens for mail. The server's `close` ends it. */
export async function openSmtp(mails: Mails, host: string, port: number): Promise<SMTPServer> {
  const smtp = new SMTPServer({
    size: MAIL_MAX_BYTES,
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      const { mailFrom, rcptTo } = session.envelope;
      const from = mailFrom === false ? "" : mailFrom.address;
      const to = rcptTo.map(({ address }) => address);
      buffer(stream)
        .then((content) => addMail(mails, { from, to }, content))
        .then(
          () => done(),
          (failure: unknown) => done(refusal(failure)),
        );
    },
  });
  // A client that hangs up in the middle is no trouble of ours.
  smtp.on("error", () => undefined);
  const server = smtp.listen(port, host);
  await once(server, "listening");
  return smtp;
}

function refusal(cause: unknown): Error {
  const error = new Error("The mailbox cannot keep this mail now", { cause });
  return Object.assign(error, { responseCode: 452 });
}
