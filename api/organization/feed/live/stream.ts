/**
 * What changes in an organization as server-sent events (HTML Living Standard §9.2). A stream ends by itself after a
 * while, and the browser comes back. It is asked anew whether it may then, and with every beat.
 */
import { PassThrough, type Readable } from "node:stream";
import type { ApiDeps } from "../../../deps.ts";
import { Problem } from "../../http/problem.ts";
import type { Look } from "./look.ts";

/** Between two comments, which keep proxies from ending a connection that says nothing. */
const beatMs = 15_000;
/** After so long a stream ends, up to half as long again: those that began together do not all come back together. */
const livesMs = 10 * 60_000;
/** After how long the browser is to come back. */
const comeBackMs = 2_000;

type Terms = {
  readonly beatMs: number;
  readonly livesMs: number;
  /** Whether whoever listens still may. */
  mayStay(): Promise<boolean>;
};

/**
 * Opens a stream. Whoever does not read it is sent the newest once they do, and nothing piles up meanwhile.
 * @throws Problem where the organization, or all of them together, have too many
 */
export function openLiveStream(
  { live }: Pick<ApiDeps, "live">,
  organization: string,
  terms: Partial<Terms> = {},
): Readable {
  const { mayStay, ...times }: Terms = { beatMs, livesMs, mayStay: async () => true, ...terms };
  const giveBack = live.streams.take(organization, 1);
  if (!giveBack)
    throw new Problem("tooMany", "Too many pages of this organization listen already. Close some of them.", {
      retryAfterSeconds: 30,
    });
  const stream = new PassThrough();
  stream.write(`retry: ${comeBackMs}\n\n`);
  let unread: Look | null = null;
  const send = (look: Look): void => {
    if (stream.writableNeedDrain) unread = look;
    else stream.write(`event: change\ndata: ${JSON.stringify(look)}\n\n`);
  };
  stream.on("drain", () => {
    const look = unread;
    unread = null;
    if (look && !stream.writableEnded) send(look);
  });
  const stop = (): void => {
    clearInterval(beat);
    clearTimeout(deadline);
    leave();
  };
  const end = (): void => {
    stop();
    stream.end();
  };
  const leave = live.watch.listen(organization, { hear: send, end });
  const beat = setInterval(() => {
    if (!stream.writableNeedDrain) stream.write(": still here\n\n");
    // What cannot be found out now is asked again with the next beat.
    mayStay().then(
      (may) => void (may || end()),
      () => undefined,
    );
  }, times.beatMs).unref();
  const deadline = setTimeout(end, times.livesMs * (1 + Math.random() / 2)).unref();
  stream.once("close", () => {
    stop();
    giveBack();
  });
  return stream;
}
