/**
 * Bytes that no client should send: requests that lie about their length, lines that are none, other protocols. What
 * HTTP says of them: RFC 9112 §2.2, §3, §5, §6.3, §11.
 */
import fc from "fast-check";
import type { Header } from "./headers.ts";
import { type Made, plainRequest, written } from "./requests.ts";
import { marks } from "./texts.ts";

const target = `/scim/v2/${marks.organization}/Users`;
const host: Header = ["Host", "localhost"];
const key: Header = ["Authorization", `Bearer ${marks.key}`];
const type: Header = ["Content-Type", "application/scim+json"];
const close: Header = ["Connection", "close"];
const json = Buffer.from('{"userName":"x"}');
const none = Buffer.alloc(0);
const post = (headers: readonly Header[], body: Buffer | string = json) =>
  written("POST", target, [host, key, type, ...headers], Buffer.from(body));
const get = (...headers: readonly Header[]) => written("GET", target, headers, none);
const chunked: Header = ["Transfer-Encoding", "chunked"];
const smuggled = `0\r\n\r\nGET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`;

const wrong: readonly Buffer[] = [
  ...[
    "5",
    "1000",
    "-1",
    "x",
    "",
    "1e3",
    "0x10",
    "16, 16",
    "16, 17",
    "99999999999999999999",
    "+16",
    "16 ",
  ].map((length) => post([["Content-Length", length]])),
  post([
    ["Content-Length", "16"],
    ["Content-Length", "17"],
  ]),
  post([["Content-Length", "16"], chunked], `10\r\n${json}\r\n0\r\n\r\n`),
  post([["Content-Length", "4"], chunked], smuggled),
  post([chunked], "zz\r\n{}\r\n0\r\n\r\n"),
  post([chunked], "fffffffffffffffff\r\n{}"),
  post([chunked], "2\r\n{}"),
  post([chunked], `2;${"x".repeat(20_000)}\r\n{}\r\n0\r\n\r\n`),
  post([chunked], `10\r\n${json}\r\n0\r\nX-Trailer: 1\r\n\r\n`),
  post([["Transfer-Encoding", "gzip, chunked"]], `10\r\n${json}\r\n0\r\n\r\n`),
  post([["Transfer-Encoding", "identity"]]),
  post([["Transfer-Encoding", " chunked\t, chunked"]], smuggled),
  post([["Content-Length", "2000000000"]]),
  post([["Expect", "100-continue"], ["Content-Length", "16"], close]),
  get(key),
  get(host, host, key, close),
  get(["Host", ""], key, close),
  get(["Host", "a b"], key, close),
  get(["Host", "localhost:99999/../"], key, close),
  get(host, key, key, close),
  get(host, ["Authorization", `Bearer ${marks.key}\r\n folded`], close),
  get(host, ["X-Nul", "a\0b"]),
  get(host, ["X-Cr", "a\rb"]),
  get(host, ["X Space", "1"]),
  get(host, ["", "1"]),
  get(host, ["X-Long", "a".repeat(70_000)]),
  get(host, key, close, ...Array.from({ length: 1_500 }, (_, index): Header => [`X-${index}`, "1"])),
  written("GET", `${target}?filter=${"a".repeat(70_000)}`, [host, key], none),
  written("GET", `${target}/a b`, [host, key], none),
  written("GET", `${target}/\0`, [host, key], none),
  written("GE T", target, [host, key], none),
  written("get", target, [host, key], none),
  written("BREW", target, [host, key], none),
  written("", target, [host, key], none),
  written("CONNECT", "localhost:1", [host, key], none),
  written("PRI", "*", [], Buffer.from("SM\r\n\r\n")),
  ...["HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/9.9", "http/1.1", ""].map((version) =>
    Buffer.from(`GET ${target} ${version}\r\nHost: localhost\r\nAuthorization: Bearer ${marks.key}\r\n\r\n`),
  ),
  Buffer.from(`GET ${target} HTTP/1.1\nHost: localhost\n\n`),
  Buffer.from(`\r\n\r\n\r\nGET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`),
  Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]),
  Buffer.from("EHLO localhost\r\n"),
  Buffer.from("*1\r\n$4\r\nPING\r\n"),
  Buffer.from("\0".repeat(500)),
  Buffer.from("\r\n".repeat(5_000)),
  Buffer.concat([get(host, key), get(host, key), post([["Content-Length", "16"]]), get(host, key, close)]),
  Buffer.concat([get(host, key), Buffer.from("nonsense\r\n\r\n")]),
  Buffer.concat([post([["Content-Length", "16"]]), Buffer.from("nonsense\r\n\r\n")]),
];

/** A request of the other kind with a few bytes changed, wherever they are. */
const damaged = fc
  .tuple(
    plainRequest,
    fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 3 }),
  )
  .map(([{ bytes }, changes]) => {
    const changed = Buffer.from(bytes);
    for (const [at, byte] of changes) changed[at % changed.length] = byte;
    return changed;
  });

export const rawRequest: fc.Arbitrary<Made> = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...wrong) }, { weight: 2, arbitrary: damaged }),
    fc.boolean(),
  )
  .map(([bytes, end]): Made => ({ kind: "raw", method: methodIn(bytes), bytes, end }));

function methodIn(bytes: Buffer): string {
  return /^\s*(\w*)/.exec(bytes.toString("latin1", 0, 100))?.[1] ?? "";
}
