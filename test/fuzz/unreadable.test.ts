/** What is no request, or no request for us, is told so in SCIM's words, once, and in its turn. */
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConnection } from "../limits/connection.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";
import { impatient } from "./aftermath.ts";
import { exchange } from "./wire.ts";

let house: House;
let organization: TestOrganization;
let port: number;
let path: string;
beforeAll(async () => {
  house = await openHouse({ worker: false, environment: impatient });
  organization = await openOrganization(house);
  const url = new URL(organization.directory.url);
  [port, path] = [Number(url.port), url.pathname];
});
afterAll(() => house.close());

/** Each answer as its status and, where it is an error, what is told. */
async function send(text: string): Promise<[status: number, detail: string | undefined][]> {
  const { replies, rest } = await exchange(
    port,
    { bytes: Buffer.from(text, "latin1"), end: false, isHead: false },
    10_000,
  );
  expect(rest.toString("latin1")).toBe("");
  return replies.map(({ status, headers, body }) => {
    expect(headers.get("content-type")).toBe("application/scim+json; charset=utf-8");
    const said = JSON.parse(body.toString("utf8"));
    if (status >= 400)
      expect(said).toMatchObject({
        schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
        status: String(status),
      });
    return [status, said.detail];
  });
}

const lines = (...all: string[]) => `${all.join("\r\n")}\r\n\r\n`;
const host = "Host: localhost";
const close = "Connection: close";
const key = () => `Authorization: Bearer ${organization.key}`;
const get = (...headers: string[]) => lines(`GET ${path}/Users HTTP/1.1`, ...headers, key());
const told = (pattern: RegExp) => expect.stringMatching(pattern);

test("a request names its Host once (RFC 9112 §3.2)", async () => {
  expect(await send(get(close))).toEqual([[400, told(/one Host header; 0/)]]);
  expect(await send(get(host, "Host: other.example", close))).toEqual([[400, told(/one Host header; 2/)]]);
  expect(await send(get(host, close))).toEqual([[200, undefined]]);
  expect(await send(lines(`GET ${path}/Users HTTP/1.0`, key()))).toEqual([[200, undefined]]);
});

test("a URL can be absolute, and is none where it cannot be read (RFC 9112 §3.2.2)", async () => {
  const at = (url: string) => send(lines(`GET ${url} HTTP/1.1`, host, close, key()));
  expect(await at(`http://localhost${path}/Users?count=1`)).toEqual([[200, undefined]]);
  for (const url of ["http://[::1/x", "http://localhost:99999/", "mailto:a@b.example", "*"])
    expect(await at(url), url).toEqual([[400, told(/no HTTP request/)]]);
});

test("an expectation that is unknown is not met, and the request is answered (RFC 9110 §10.1.1)", async () => {
  expect(await send(get(host, close, "Expect: the-unexpected"))).toEqual([[200, undefined]]);
});

test("what cannot be read is refused, and told why", async () => {
  expect(await send("nonsense\r\n\r\n")).toEqual([[400, told(/no HTTP request/)]]);
  expect(await send(get(host, `X-Long: ${"a".repeat(20_000)}`))).toEqual([[431, told(/16384 bytes/)]]);
  const chunked = [`POST ${path}/Users HTTP/1.1`, host, key(), "Content-Type: application/scim+json"];
  expect(await send(`${lines(...chunked, "Transfer-Encoding: chunked")}zz\r\n{}`)).toEqual([
    [400, told(/no HTTP request/)],
  ]);
  expect(await send(`${lines(...chunked, "Content-Length: 9")}{`)).toEqual([[408, told(/too long/)]]);
});

test("what was whole before it on the connection is answered first", async () => {
  expect(await send(`${get(host)}nonsense\r\n\r\n`)).toEqual([
    [200, undefined],
    [400, told(/no HTTP request/)],
  ]);
});

test("a request that is read after its time is refused, and not done", async () => {
  const { pid } = house.api;
  const connection = await openConnection(house);
  const body = JSON.stringify(entraUser(organization.address("late")));
  const type = "Content-Type: application/scim+json";
  const head = lines(`POST ${path}/Users HTTP/1.1`, host, key(), type, `Content-Length: ${body.length}`);
  connection.write(head.slice(0, 20));
  await pause(50);
  process.kill(pid, "SIGSTOP");
  connection.write(head.slice(20) + body);
  // Its time is over before the rest of it is read.
  await pause(3 * Number(impatient.API_HEADERS_MS));
  process.kill(pid, "SIGCONT");
  await connection.closed;
  const statuses = connection.received().match(/(?<=HTTP\/1\.1 )\d+/g);
  const made = await organization.find(`userName eq "${organization.address("late")}"`);
  // Which of both comes first is up to the system; what is told is what was done.
  expect([statuses, made.length]).toBeOneOf([
    [["408"], 0],
    [["201"], 1],
  ]);
});
