/**
 * The headers of requests: those that mean something to us, to HTTP or to a proxy, with values that are right, odd or
 * none.
 */
import fc from "fast-check";
import { marks } from "./texts.ts";

export type Header = readonly [name: string, value: string];

export const someHeader: fc.Arbitrary<Header> = fc.oneof(
  ...Object.entries({
    "If-Match": ['W/"1"', "*", '"1"', "W/", ",,,", 'W/"1", W/"2"', '"'.repeat(3_000)],
    "If-None-Match": ['W/"1"', "*", "", "x"],
    "If-Modified-Since": ["x", "Thu, 01 Jan 1970 00:00:00 GMT"],
    Prefer: [
      "return=minimal",
      "return=representation",
      'return="minimal"',
      "return",
      "=;=,",
      "respond-async, wait=1",
    ],
    Accept: [
      "application/json",
      "application/scim+json",
      "text/html",
      "*/*",
      "",
      "a/b;q=x,,,",
      "application/json;q=0",
    ],
    "Accept-Encoding": ["gzip, br", "identity;q=0"],
    "Content-Encoding": ["gzip", "identity", "br", "x"],
    "Content-Language": ["\xff"],
    Expect: ["100-continue", "200-maybe"],
    Range: ["bytes=0-1", "bytes=-"],
    "X-HTTP-Method-Override": ["DELETE"],
    "X-Forwarded-For": ["1.2.3.4", ",,,", "[::1"],
    "X-Forwarded-Host": ["evil.example"],
    "X-Request-Id": ["a".repeat(200)],
    Cookie: ["a=b; __proto__=x"],
    Upgrade: ["websocket", "h2c"],
    Te: ["trailers"],
    "X-Long": ["a".repeat(7_000), "a".repeat(20_000)],
  }).map(([name, values]) => fc.constantFrom(...values).map((value): Header => [name, value])),
);
export const authorization = fc.oneof(
  { weight: 50, arbitrary: fc.constant(`Bearer ${marks.key}`) },
  fc.constantFrom(
    "",
    "Bearer",
    "Bearer ",
    `bearer  ${marks.key}`,
    `Bearer ${marks.key}x`,
    "Basic YTpi",
    "Bearer \xff",
    `Bearer ${"a".repeat(6_000)}`,
  ),
);
export const contentType = fc.oneof(
  { weight: 30, arbitrary: fc.constant("application/scim+json") },
  fc.constantFrom(
    "application/json; charset=utf-8",
    "application/json;charset=utf-16",
    "APPLICATION/SCIM+JSON",
    "text/plain",
    "",
    "application/json, text/xml",
    "multipart/form-data; boundary=x",
  ),
);
