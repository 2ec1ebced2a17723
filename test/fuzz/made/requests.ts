/**
 * Requests as a client can write them with care: each has one right length, one host, and its headers in lines. What
 * is in them is another matter.
 */
import fc from "fast-check";
import { bulkBody, bytesOf, patchBody, searchBody } from "./bodies.ts";
import { authorization, contentType, type Header, someHeader } from "./headers.ts";
import { groupBody, userBody } from "./resources.ts";
import { targetOf } from "./targets.ts";
import { hostileJson, marks } from "./texts.ts";

export type Made = {
  readonly kind: "plain" | "raw";
  readonly method: string;
  /** All of the request; it still has marks in it. */
  readonly bytes: Buffer;
  /** Whether the connection is half closed after it. */
  readonly end: boolean;
};

/** Stands for the length of what comes after the head. */
export const lengthMark = "~length~";

const user = `/Users/${marks.user}`;
const group = `/Groups/${marks.group}`;

type Shape = { readonly method: string; readonly path: string; readonly body?: fc.Arbitrary<string> };
const shapes: readonly Shape[] = [
  ...["/Users", "/Users", "/Groups", "/", user, group].map((path) => ({ method: "GET", path })),
  { method: "POST", path: "/Users", body: userBody },
  { method: "POST", path: "/Users", body: userBody },
  { method: "PUT", path: user, body: userBody },
  { method: "PATCH", path: user, body: patchBody },
  { method: "PATCH", path: user, body: patchBody },
  { method: "POST", path: "/Groups", body: groupBody },
  { method: "PUT", path: group, body: groupBody },
  { method: "PATCH", path: group, body: patchBody },
  { method: "PATCH", path: group, body: patchBody },
  { method: "POST", path: "/Bulk", body: bulkBody },
  { method: "POST", path: "/Bulk", body: bulkBody },
  ...["/.search", "/Users/.search", "/Groups/.search"].map((path) => ({
    method: "POST",
    path,
    body: searchBody,
  })),
  { method: "DELETE", path: user },
  { method: "DELETE", path: group },
];
const methods = [
  "GET",
  "HEAD",
  "OPTIONS",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "TRACE",
  "PROPFIND",
  "SEARCH",
  "QUERY",
  "LINK",
];

/** A request line, headers and a body, as bytes. */
export function written(method: string, target: string, headers: readonly Header[], body: Buffer): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  const head = [`${method} ${target} HTTP/1.1`, ...lines, "", ""].join("\r\n");
  return Buffer.concat([Buffer.from(head, "latin1"), body]);
}

export const plainRequest: fc.Arbitrary<Made> = fc.constantFrom(...shapes).chain(({ method, path, body }) =>
  fc
    .record({
      method: fc.oneof({ weight: 30, arbitrary: fc.constant(method) }, fc.constantFrom(...methods)),
      target: targetOf(path),
      more: fc.oneof(
        { weight: 3, arbitrary: fc.constant<Header[]>([]) },
        fc.array(someHeader, { maxLength: 3 }),
      ),
      key: authorization,
      type: contentType,
      body: body ? bytesOf(fc.oneof({ weight: 12, arbitrary: body }, hostileJson)) : fc.constant(null),
    })
    .map((made): Made => {
      const headers: Header[] = [
        ["Host", "localhost"],
        ["Connection", "close"],
        ["Authorization", made.key],
        ...made.more,
      ];
      // The length is known once the marks are replaced.
      if (made.body) headers.push(["Content-Type", made.type], ["Content-Length", lengthMark]);
      const bytes = written(made.method, made.target, headers, made.body ?? Buffer.alloc(0));
      return { kind: "plain", method: made.method, bytes, end: false };
    }),
);
