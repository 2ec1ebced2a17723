/**
 * The bodies of requests: the messages of RFC 7644 §3.4.3, §3.5.2 and §3.7 around users and groups, and what can happen to
 * the bytes of any of them.
 */
import fc from "fast-check";
import { schemas } from "../../support/scim-client.ts";
import { someFilter, someName, somePath } from "./filters.ts";
import { groupBody, partsBody, someMembers, spelled, userBody } from "./resources.ts";
import { hostileJson, hostileText, listText, marks, objectText } from "./texts.ts";

const bulkSchema = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
const searchSchema = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
const quoted = (text: fc.Arbitrary<string>) => text.map((value) => JSON.stringify(value));

/** An object of some named parts, each of them there or not, each spoilt now and then. */
function objectOf(parts: Readonly<Record<string, fc.Arbitrary<string>>>): fc.Arbitrary<string> {
  const entries = Object.entries(parts).map(([name, usual]) =>
    fc.option(
      fc.tuple(
        spelled(name),
        fc.oneof({ weight: 16, arbitrary: usual }, { weight: 1, arbitrary: hostileJson }),
      ),
      { freq: 12 },
    ),
  );
  return fc.tuple(...entries).map((all) => objectText(all.filter((entry) => entry !== null)));
}

const operation = objectOf({
  op: quoted(fc.constantFrom("add", "replace", "remove", "Add", "REPLACE", "move", "")),
  path: quoted(somePath),
  value: fc.oneof(partsBody, someMembers, hostileJson),
});
const operations = fc.array(operation, { maxLength: 5 }).map(listText);
export const patchBody = objectOf({
  schemas: fc.constant(JSON.stringify([schemas.patch])),
  Operations: operations,
});

const bulkPath = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...["/Users", "/Groups", `/Users/${marks.user}`, `/Groups/${marks.group}`, `/Users/${marks.theirUser}`],
      ...[
        "/Users/bulkId:one",
        "/Groups/bulkId:two",
        "/Bulk",
        "Users",
        "/Users/../Groups",
        "/Users/",
        "/Users?x=1",
      ],
    ),
  },
  hostileText,
);
const bulkOperation = objectOf({
  method: quoted(fc.constantFrom("POST", "PUT", "PATCH", "DELETE", "post", "GET")),
  path: quoted(bulkPath),
  bulkId: quoted(fc.oneof(fc.constantFrom("one", "two", "three"), hostileText)),
  version: quoted(fc.constantFrom('W/"1"', "*", "")),
  data: fc.oneof(userBody, groupBody, patchBody),
});
export const bulkBody = objectOf({
  schemas: fc.constant(JSON.stringify([bulkSchema])),
  failOnErrors: fc.constantFrom("1", "3", "0", "-1"),
  Operations: fc.array(bulkOperation, { maxLength: 8 }).map(listText),
});

export const searchBody = objectOf({
  schemas: fc.constant(JSON.stringify([searchSchema])),
  filter: quoted(someFilter),
  sortBy: quoted(someName),
  sortOrder: quoted(fc.constantFrom("ascending", "descending", "DESCENDING", "up")),
  startIndex: fc.constantFrom("1", "2", "0", "-5", "1e9", '"3"', "900719925474099"),
  count: fc.constantFrom("1", "10", "0", "-1", "1000000", '"2"', "0.5"),
  cursor: quoted(fc.oneof(fc.constantFrom("", "AAAA"), hostileText)),
  attributes: fc.array(quoted(someName), { maxLength: 4 }).map(listText),
  excludedAttributes: fc.array(quoted(someName), { maxLength: 4 }).map(listText),
});

/** What is no UTF-8, or UTF-8 of what is no character (RFC 3629 §3, §4). */
const broken = ["\xff", "\xc0\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xe2\x82", "\x80"];

type Change = (bytes: Buffer) => Buffer;
const asBytes = (text: string) => Buffer.from(text, "latin1");
const put = (at: number, what: Buffer, instead: number): Change => {
  return (bytes) => {
    const begin = at % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, begin), what, bytes.subarray(begin + instead)]);
  };
};

/** What can happen to bytes; most often nothing. */
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 40, arbitrary: fc.constant<Change>((bytes) => bytes) },
  fc.nat(4_000).map(
    (at): Change =>
      (bytes) =>
        bytes.subarray(0, at % (bytes.length + 1)),
  ),
  fc.constantFrom("}", "]", ",", "x", "{}", "\0", "\n//", " \n", "//c", broken[0] ?? "").map(
    (tail): Change =>
      (bytes) =>
        Buffer.concat([bytes, asBytes(tail)]),
  ),
  fc.constantFrom("\xef\xbb\xbf", ")]}',\n", " ", "\0", "\v").map((head) => put(0, asBytes(head), 0)),
  fc.tuple(fc.nat(4_000), fc.constantFrom(...broken)).map(([at, what]) => put(at, asBytes(what), 0)),
  fc
    .tuple(fc.nat(4_000), fc.uint8Array({ minLength: 1, maxLength: 3 }))
    .map(([at, what]) => put(at, Buffer.from(what), what.length)),
  fc.constant<Change>((bytes) => Buffer.from(bytes.toString("utf8"), "utf16le")),
  fc.constant<Change>((bytes) => Buffer.from(bytes.toString("utf8"), "latin1")),
  fc.constant<Change>((bytes) => Buffer.from(bytes.toString("utf8").replaceAll('"', "'"))),
);

/** The bytes of a text, as they arrive. */
export function bytesOf(text: fc.Arbitrary<string>): fc.Arbitrary<Buffer> {
  return fc.tuple(text, change).map(([sent, changed]) => changed(Buffer.from(sent, "utf8")));
}
