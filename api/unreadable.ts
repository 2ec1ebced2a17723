/**
 * What arrives and is no request that Node can read: no route ever sees it. It is told so in SCIM's words, as everything
 * else is, and its connection ends. Whatever was read before it on the same connection has its answer first.
 */
import {
  maxHeaderSize,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Duplex } from "node:stream";
import { encodeError, ScimError } from "../shared/scim/error.ts";

/** How long a client that is refused may take to hang up, so that it can read why. */
const lingerMs = 1_000;

/** What a client is told whose request has a head and no URL, or is none at all. */
function unreadable(cause?: Error): ScimError {
  return new ScimError(
    "invalidSyntax",
    "This is no HTTP request; encode the URL, and send the length that the body has.",
    { cause },
  );
}

/**
 * Answers requests as they are once their URL is a path, whichever form it came in (RFC 9112 §3.2): what comes after
 * need not know that it can be no URL at all.
 */
export function inOriginForm(answer: RequestListener): RequestListener {
  return (request, response) => {
    const { url = "" } = request;
    if (!url.startsWith("/")) {
      const whole = URL.parse(url);
      if (!whole?.pathname.startsWith("/")) {
        const { status, headers, body } = replyOf(unreadable());
        response.writeHead(status, headers).end(body);
        return;
      }
      request.url = whole.pathname + whole.search;
    }
    answer(request, response);
  };
}

/** @param answer what answers the requests that can be read */
export function answerUnreadable(server: Server, answer: RequestListener): void {
  /** The newest response on each connection. */
  const responses = new WeakMap<Duplex, ServerResponse>();
  const refused = new WeakSet<Duplex>();
  server.on("request", ({ socket }, response) => responses.set(socket, response));
  // An expectation that we do not know is none that we must refuse (RFC 9110 §10.1.1).
  server.on("checkExpectation", (request, response) => {
    responses.set(request.socket, response);
    answer(request, response);
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (refused.has(socket)) return;
    refused.add(socket);
    const response = responses.get(socket);
    if (!response || response.writableFinished) refuse(socket, error);
    // What it asked before was whole, so that is answered, and then this.
    else if (response.req.complete) response.once("close", () => refuse(socket, error));
    else if (response.headersSent) socket.destroy();
    else refuse(socket, error);
  });
}

function refuse(socket: Duplex, error: NodeJS.ErrnoException): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  // What still comes would else be read as a request and be done, though it was refused.
  socket.pause();
  socket.end(bytesOf(replyOf(problemOf(error))));
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

function problemOf(cause: NodeJS.ErrnoException): ScimError {
  switch (cause.code) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new ScimError("requestTimeout", "The request took too long to arrive; send it again.", {
        cause,
      });
    case "HPE_HEADER_OVERFLOW":
      return new ScimError(
        "headersTooLarge",
        `The URL and the headers are larger than ${maxHeaderSize} bytes; POST a long filter to /.search.`,
        { cause },
      );
    default:
      return unreadable(cause);
  }
}

function replyOf(problem: ScimError) {
  const body = JSON.stringify(encodeError(problem));
  const headers = {
    Connection: "close",
    "Content-Type": "application/scim+json; charset=utf-8",
    "Content-Length": String(Buffer.byteLength(body)),
  };
  return { status: problem.status, headers, body };
}

/** A reply where Node has no response to write. */
function bytesOf({ status, headers, body }: ReturnType<typeof replyOf>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", body].join("\r\n");
}
