/**
 * A real SMTP server in the test's own process: it keeps what it accepts, and answers as a test tells it to.
 */
import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

export type Mailbox = {
  readonly url: string;
  readonly mails: ParsedMail[];
  /** Mails to an address, oldest first. */
  to(address: string): ParsedMail[];
  /** From now on, what the server says to a recipient; null lets all through again. */
  refuse(answer: ((address: string) => { code: number; text: string } | null) | null): void;
  /** From now on, what the server says to whoever connects, after hanging up on all; null lets all in again. */
  turnAway(answer: { code: number; text: string } | null): void;
  /** From now on, whether the server hangs up on who has handed over a mail, which it keeps, instead of saying so. */
  hangUpAfterData(does: boolean): void;
  /** When the server turned somebody away, oldest first. */
  readonly turnedAway: readonly Date[];
  close(): Promise<void>;
};

/** @param keep false to read mails and forget them, for measurements */
export async function openMailbox(keep = true): Promise<Mailbox> {
  const mails: ParsedMail[] = [];
  const turnedAway: Date[] = [];
  let refusal: Parameters<Mailbox["refuse"]>[0] = null;
  let closedDoor: Parameters<Mailbox["turnAway"]>[0] = null;
  let isRude = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onConnect: (_session, callback) => {
      if (closedDoor) turnedAway.push(new Date());
      callback(closedDoor ? answerOf(closedDoor) : undefined);
    },
    onRcptTo: ({ address }, _session, callback) => {
      const answer = refusal?.(address);
      callback(answer ? answerOf(answer) : undefined);
    },
    onData: (stream, { id }, callback) => {
      if (!keep) {
        stream.on("end", callback).resume();
        return;
      }
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        if (!isRude) return callback();
        for (const connection of server.connections) if (connection.session.id === id) connection.close();
      }, callback);
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    url: `smtp://127.0.0.1:${portOf(server.server.address())}`,
    mails,
    to: (address) => mails.filter((mail) => recipients(mail).includes(address.toLowerCase())),
    refuse: (answer) => {
      refusal = answer;
    },
    turnAway: (answer) => {
      closedDoor = answer;
      if (answer) for (const connection of server.connections) connection.close();
    },
    hangUpAfterData: (does) => {
      isRude = does;
    },
    turnedAway,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function recipients({ to }: ParsedMail): string[] {
  return [to ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address?.toLowerCase() ?? ""));
}

function answerOf({ code, text }: { code: number; text: string }): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the mailbox has no port");
  return address.port;
}
