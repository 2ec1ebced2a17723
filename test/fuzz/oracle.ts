/**
 * What every answer must be, whatever was asked (RFC 7644 §3.12, RFC 7643 §7, RFC 8259 §8.1). Each fault is told in
 * words; an answer without a fault gives none.
 */
import { z } from "zod";
import { schemas } from "../support/scim-client.ts";
import type { Made } from "./made/requests.ts";
import type { Exchange, Reply } from "./wire.ts";

/** Statuses from 500 on that say "not this", or "not now" with a time (RFC 9110 §15.6.2, §15.6.4). */
const allowedServerErrors = [501, 503];
const statuses = [200, 201, 204, 304, 400, 401, 403, 404, 405, 408, 409, 412, 413, 415, 429, 431];

/** RFC 7644 §3.12, table 9, and RFC 9865 §2.1. */
const scimTypes = [
  ...["invalidFilter", "tooMany", "uniqueness", "mutability", "invalidSyntax", "invalidPath", "noTarget"],
  ...["invalidValue", "invalidVers", "sensitive", "invalidCursor", "expiredCursor", "invalidCount"],
] as const;
const problem = z.strictObject({
  schemas: z.tuple([z.literal(schemas.error)]),
  status: z.string(),
  scimType: z.enum(scimTypes).optional(),
  detail: z.string().regex(/\S/).max(2_000),
});
const answered = z.looseObject({ schemas: z.array(z.string()).min(1) });

/** What our own code, the runtime and the databases say among themselves. */
const insides =
  /\n\s+at |node_modules|\.ts:\d|node:internal|Mongo\w*Error|E11000|BSONError|ReplyError|ZodError|\b(?:Type|Range|Syntax|Reference)Error\b|Cannot read propert|is not a function|is not iterable|keys\.(?:userName|address)|standing\.|dueAt|tokenHash/;

/** @param secrets texts that stand in what belongs to others, and in no request */
export function faultsOf(
  made: Made,
  sent: Buffer,
  { replies, rest, closed }: Exchange,
  secrets: readonly string[],
): string[] {
  const faults = replies.flatMap((reply) => faultsOfReply(reply, made.method, secrets));
  if (!closed) faults.push("the server neither answered nor hung up");
  // Whoever cannot read a request does not know either that its answer has no body.
  const isUnread = made.method === "HEAD" && replies.every(({ headers }) => !headers.has("x-request-id"));
  // Whoever hangs up halfway can lose the rest of the answer.
  if (rest.length > 0 && !isUnread && !made.end)
    faults.push(`something came that is no answer: ${rest.toString("latin1", 0, 80)}`);
  if (made.kind === "plain" && replies.length !== 1) faults.push(`${replies.length} answers came`);
  const said = Buffer.concat([...replies.map(({ body }) => body), rest]).toString("utf8");
  const found = insides.exec(said)?.[0];
  if (found !== undefined && !sent.includes(found.trim()))
    faults.push(`the answer tells of insides: ${found}`);
  return faults;
}

function faultsOfReply(
  { status, headers, body }: Reply,
  method: string,
  secrets: readonly string[],
): string[] {
  const faults: string[] = [];
  const text = body.toString("utf8");
  if (!statuses.includes(status) && !allowedServerErrors.includes(status))
    faults.push(`the status is ${status}`);
  if (status === 503 && !/^\d+$/.test(headers.get("retry-after") ?? ""))
    faults.push("503 without Retry-After");
  if (status === 401 && !headers.has("www-authenticate")) faults.push("401 without WWW-Authenticate");
  for (const secret of secrets)
    if (text.includes(secret)) faults.push("the answer tells of another organization");
  if (headers.has("x-injected")) faults.push("a header was injected");
  if (mayBeEmpty(method, status) && text === "") return faults;
  const type = headers.get("content-type") ?? "none";
  if (!/^application\/(?:scim\+)?json; charset=utf-8$/.test(type)) faults.push(`the Content-Type is ${type}`);
  return [...faults, ...faultsOfBody(status, body)];
}

/** A minimal answer (RFC 7240 §4.2) to a POST is 201 without a body; OPTIONS tells all in its headers. */
function mayBeEmpty(method: string, status: number): boolean {
  return method === "HEAD" || [201, 204, 304].includes(status) || (method === "OPTIONS" && status === 200);
}

function faultsOfBody(status: number, body: Buffer): string[] {
  const value = jsonIn(body);
  if (value === undefined)
    return [`${status}: the body is no JSON in UTF-8: ${body.toString("latin1", 0, 80)}`];
  const read = (status >= 400 ? problem : answered).safeParse(value);
  if (!read.success) return [`${status}: the body is none of SCIM: ${JSON.stringify(value).slice(0, 200)}`];
  if (status >= 400 && read.data["status"] !== String(status)) return ["the body has another status"];
  return [];
}

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    return undefined;
  }
}
