/**
 * A mail server that wants a name and a password, and keeps each message as it came: all of it, headers and parts.
 */
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

export type Sink = {
  readonly url: string;
  /** The messages that it took, soft line breaks undone (RFC 2045 §6.7). */
  readonly messages: string[];
  /** From now on it refuses each message, and quotes it in its answer, as some do. */
  quoteAndRefuse(): void;
  takeAll(): void;
  /** Whether a password is good; the first tries can be told that it is not. */
  refusePasswords(times: number): void;
  close(): Promise<void>;
};

export async function openSink(password: string): Promise<Sink> {
  const messages: string[] = [];
  let quotes = false;
  let refusals = 0;
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: (auth, _session, callback) => {
      refusals -= 1;
      if (refusals >= 0 || auth.password !== password) callback(refused(535, "no such name and password"));
      else callback(null, { user: auth.username });
    },
    onData: (stream, _session, callback) => {
      text(stream).then((raw) => {
        const message = raw.replaceAll("=\r\n", "").replaceAll("=3D", "=");
        if (quotes)
          return callback(refused(554, `refused: ${message.replaceAll("\r\n", " ").slice(0, 3_000)}`));
        messages.push(message);
        callback();
      }, callback);
    },
  });
  server.on("error", () => undefined);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `smtp://rollcall:${password}@127.0.0.1:${port}`,
    messages,
    quoteAndRefuse: () => {
      quotes = true;
    },
    takeAll: () => {
      quotes = false;
    },
    refusePasswords: (times) => {
      refusals = times;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function refused(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
