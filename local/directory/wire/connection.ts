/**
 * The HTTP connection to a SCIM server, with Entra's headers and encoding.
 *
 * Always true: a 429 is waited out, a passing failure is tried again, and what comes back is the server's last word.
 */
import http from "node:http";
import https from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";

/** A SCIM server: its base URL, its bearer key, and how many requests may be in flight. */
export type Target = { url: string; key: string; connections: number };
export type Answer = {
  status: number;
  contentType: string;
  retryAfter: string;
  body: unknown;
  detail: string;
};
type Method = "GET" | "POST" | "PATCH" | "DELETE";
export type Connection = {
  /** `path` is below the base URL. Throws UnusableServer where there is no use in going on. */
  request(
    method: Method,
    path: string,
    options?: { query?: Record<string, string>; body?: unknown },
  ): Promise<Answer>;
  /** How many requests were sent, retries included. */
  requests(): number;
  close(): void;
};

/** The whole job has to stop: nobody answers, the key is wrong, or what answers does not speak SCIM. */
export class UnusableServer extends Error {
  override name = "UnusableServer";
}

const errorSchema = z.object({ detail: z.string() });
const requestTimeoutMs = 60_000;
const firstPauseMs = 100;
const longestPauseMs = 5_000;

/** `patient: false` takes the first answer, also where waiting could help. */
export function openConnection(target: Target, { patient = true } = {}): Connection {
  const base = new URL(target.url);
  const module = base.protocol === "https:" ? https : http;
  const agent = new module.Agent({ keepAlive: true, maxSockets: target.connections });
  let requests = 0;

  const exchange = (method: Method, url: URL, body: unknown) =>
    new Promise<Answer>((resolve, reject) => {
      requests += 1;
      const text = body === undefined ? undefined : JSON.stringify(body);
      const request = module.request(
        url,
        { method, agent, headers: headersFor(target, text) },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => resolve(answerFrom(response, Buffer.concat(chunks).toString())));
        },
      );
      request.setTimeout(requestTimeoutMs, () => request.destroy(new Error("no answer in time")));
      request.on("error", reject);
      request.end(text);
    });

  const request: Connection["request"] = async (method, path, { query = {}, body } = {}) => {
    const url = urlFor(base, path, query);
    const startedAt = performance.now();
    for (let attempt = 0; ; attempt++) {
      const answer = await exchange(method, url, body).catch(asNoAnswer);
      const waitedMs = performance.now() - startedAt;
      const pauseMs = retryAfterMs(answer) ?? Math.min(firstPauseMs * 2 ** attempt, longestPauseMs);
      if (!patient || waitedMs + pauseMs > patienceMs(answer.status)) return checked(answer, target);
      await pause(pauseMs);
    }
  };
  return { request, requests: () => requests, close: () => agent.destroy() };
}

function headersFor(target: Target, text: string | undefined): Record<string, string | number> {
  const headers = { Authorization: `Bearer ${target.key}`, Accept: "application/scim+json" };
  if (text === undefined) return headers;
  const contentType = "application/scim+json; charset=utf-8";
  return { ...headers, "Content-Type": contentType, "Content-Length": Buffer.byteLength(text) };
}

/** Queries are form-encoded, as Entra does: `+` for a space, %22 for a quote. The base URL's own query is kept. */
function urlFor(base: URL, path: string, query: Record<string, string>): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/+$/, "")}${path}`;
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

function answerFrom(response: http.IncomingMessage, text: string): Answer {
  const body = parsed(text);
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers["content-type"] ?? "",
    retryAfter: response.headers["retry-after"] ?? "",
    body,
    detail: errorSchema.safeParse(body).data?.detail ?? text.slice(0, 200),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Status 0: there was no answer. */
function asNoAnswer(cause: unknown): Answer {
  const detail = cause instanceof Error ? causeOf(cause) : String(cause);
  return { status: 0, contentType: "", retryAfter: "", body: undefined, detail };
}

/** An attempt on several addresses fails with an AggregateError, whose own message is empty. */
function causeOf(error: Error): string {
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first.message : error.message;
}

/** How long to go on trying after an answer of this status: a server that restarts gets longer than a faulty one. */
function patienceMs(status: number): number {
  if (status === 429) return 600_000;
  if (status === 0 || status === 502 || status === 503 || status === 504) return 30_000;
  return status >= 500 ? 2_000 : 0;
}

/** Retry-After in seconds or as a date (RFC 9110 10.2.3); null where the header says nothing. */
function retryAfterMs({ retryAfter }: Answer): number | null {
  if (retryAfter === "") return null;
  const seconds = Number(retryAfter);
  const waitMs = Number.isNaN(seconds) ? Date.parse(retryAfter) - Date.now() : seconds * 1000;
  return Number.isNaN(waitMs) ? null : Math.max(waitMs, firstPauseMs);
}

function checked(answer: Answer, target: Target): Answer {
  if (answer.status === 0) throw new UnusableServer(`${target.url} does not answer: ${answer.detail}`);
  if (answer.status === 401)
    throw new UnusableServer(`${target.url} refuses the key (401): ${answer.detail}`);
  return answer;
}
