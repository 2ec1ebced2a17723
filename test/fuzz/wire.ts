/**
 * HTTP as bytes, for what `fetch` would not send: each exchange has a connection of its own, and what comes back is
 * read as RFC 9112 says, with nothing repaired.
 */
import { connect } from "node:net";

export type Reply = {
  readonly status: number;
  /** By name in small letters; a header that came twice is joined by commas. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
};

export type Exchange = {
  readonly replies: readonly Reply[];
  /** What came and is no whole reply. */
  readonly rest: Buffer;
  /** Whether the server closed the connection in time. */
  readonly closed: boolean;
  readonly ms: number;
};

export type Sent = {
  readonly bytes: Buffer;
  /** Whether we say that nothing more will come. */
  readonly end: boolean;
  /** Whether the answer has no body (RFC 9110 §9.3.2). */
  readonly isHead: boolean;
};

/** Sends bytes and reads until the server closes the connection. Never rejects. */
export function exchange(port: number, { bytes, end, isHead }: Sent, waitMs: number): Promise<Exchange> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const chunks: Buffer[] = [];
    const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true, noDelay: true });
    const timer = setTimeout(() => finish(false), waitMs);
    function finish(closed: boolean): void {
      clearTimeout(timer);
      socket.destroy();
      resolve({ ...repliesIn(Buffer.concat(chunks), isHead), closed, ms: performance.now() - startedAt });
    }
    // A server that has answered what is none may reset the connection; what came before counts.
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.once("end", () => finish(true));
    socket.once("close", () => finish(true));
    if (end) socket.end(bytes);
    else socket.write(bytes);
  });
}

/** The whole replies that bytes begin with. */
function repliesIn(bytes: Buffer, isHead: boolean): Pick<Exchange, "replies" | "rest"> {
  const replies: Reply[] = [];
  let rest = bytes;
  for (let read = replyIn(rest, isHead); read; read = replyIn(rest, isHead)) {
    // 100 Continue is no answer yet (RFC 9110 §15.2).
    if (read.reply.status >= 200) replies.push(read.reply);
    rest = read.rest;
  }
  return { replies, rest };
}

function replyIn(bytes: Buffer, isHead: boolean): { reply: Reply; rest: Buffer } | null {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd < 0) return null;
  const [first = "", ...lines] = bytes.toString("latin1", 0, headEnd).split("\r\n");
  const [, code] = /^HTTP\/1\.1 (\d{3})(?: |$)/.exec(first) ?? [];
  if (code === undefined) return null;
  const status = Number(code);
  const headers = headersOf(lines);
  const after = bytes.subarray(headEnd + 4);
  const hasBody = !isHead && status >= 200 && status !== 204 && status !== 304;
  const read = hasBody ? bodyIn(after, headers) : { body: Buffer.alloc(0), rest: after };
  return read && { reply: { status, headers, body: read.body }, rest: read.rest };
}

function headersOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value);
  }
  return headers;
}

function bodyIn(bytes: Buffer, headers: ReadonlyMap<string, string>): { body: Buffer; rest: Buffer } | null {
  if (headers.get("transfer-encoding") === "chunked") return chunksIn(bytes);
  const length = Number(headers.get("content-length") ?? bytes.length);
  return length > bytes.length ? null : { body: bytes.subarray(0, length), rest: bytes.subarray(length) };
}

function chunksIn(bytes: Buffer): { body: Buffer; rest: Buffer } | null {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(bytes.toString("latin1", at, lineEnd), 16);
    const begin = lineEnd + 2;
    if (!(begin + size + 2 <= bytes.length)) return null;
    chunks.push(bytes.subarray(begin, begin + size));
    at = begin + size + 2;
    if (size === 0) return { body: Buffer.concat(chunks), rest: bytes.subarray(at) };
  }
}
