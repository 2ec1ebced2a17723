/**
 * Texts and JSON values that have broken servers before: each is plain data, and means something to JavaScript, to
 * MongoDB, to a mail header, to a URL or to Unicode. JSON is made as text, so that it can be what no object can hold.
 */
import fc from "fast-check";
import { someText } from "../../../shared/scim/arbitrary.ts";

/** Stand for what only the run knows: ids, names, organizations. Each is replaced when a request is sent. */
export const marks = {
  fresh: "~fresh~",
  user: "~user~",
  group: "~group~",
  organization: "~organization~",
  theirUser: "~their-user~",
  theirOrganization: "~their-organization~",
  key: "~key~",
} as const;

export const keywords = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "toJSON",
  "then",
  "_bsontype",
  "_id",
  "organization",
  "$where",
  "$ne",
  "$set",
  "$expr",
  "$$ROOT",
  "a.b",
  "name.givenName",
  ".",
  "",
  "\u0000",
  "a\u0000b",
  "0",
  "-1",
  "length",
];

const oddities = [
  ...keywords,
  "\ud800",
  "x\udfffy",
  "\ufeff",
  "\u202eevil",
  " \t ",
  "null",
  "undefined",
  "NaN",
  "True",
  "1e400",
  "-0",
  "../../etc/passwd",
  "%00",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as it is, it is a text
  "${7*7}",
  "{{7*7}}",
  "<script>alert(1)</script>",
  "' OR 1=1 --",
  "a\r\nX-Injected: 1",
  '"a\r\nBcc: b@c.example"@d.example',
  "a@b.example, c@d.example",
  "<a@b.example>",
  "\u2028",
  "İI",
  "ß",
  "ﬁ",
  "e\u0301",
  "𝔘",
  "👩‍👩‍👧",
  "bulkId:",
  "bulkId:one",
  'W/"1"',
  ".*",
  "(a+)+$",
  "[",
  "\\",
  '"',
  "*",
  marks.user,
  marks.group,
  marks.theirUser,
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: someText },
  { weight: 6, arbitrary: fc.constantFrom(...oddities) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom(300, 5_000, 70_000).map((length) => "a".repeat(length)) },
);

const tokens = [
  ...["null", "true", "false", "0", "-0", "1", "-1", "1.5", "1e308", "1e999", "-1e999", "1e-400"],
  ...["9007199254740993", "2147483648", "[]", "{}", "[null]", "[[]]", "[{}]", '[{"value":null}]'],
  ...['{"$ne":null}', '{"$gt":""}', '{"$where":"sleep(1000)"}', '{"$regex":".*"}', '{"$oid":"0"}'],
  ...['{"$ref":"x","$id":1,"$db":"y"}', '{"_bsontype":"ObjectId","id":"x"}', '{"toJSON":1}'],
  ...['{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{"admin":true}}}', '{"a.b":1}'],
  ...['{"":1}', '{"\\u0000":1}', '{"toString":1}', '{"length":-1}', '{"value":{"value":1}}', '{"then":1}'],
];

const deep = fc
  .tuple(fc.constantFrom("[", '{"a":', '{"value":'), fc.constantFrom(20, 63, 64, 65, 500, 20_000))
  .map(([open, depth]) => `${open.repeat(depth)}1${(open === "[" ? "]" : "}").repeat(depth)}`);
const wide = fc.constantFrom(
  `[${Array.from({ length: 3_000 }, (_, index) => index).join(",")}]`,
  `[${Array.from({ length: 2_000 }, (_, index) => `{"value":"${index}"}`).join(",")}]`,
  `{${Array.from({ length: 3_000 }, (_, index) => `"k${index}":${index}`).join(",")}}`,
);

/** The text of a JSON value. */
export const hostileJson: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: hostileText.map((text) => JSON.stringify(text)) },
  { weight: 6, arbitrary: fc.constantFrom(...tokens) },
  { weight: 3, arbitrary: fc.json({ maxDepth: 3, stringUnit: "grapheme" }) },
  { weight: 1, arbitrary: deep },
  { weight: 1, arbitrary: wide },
);

/** The text of an object; a name can come twice. */
export function objectText(entries: readonly (readonly [name: string, json: string])[]): string {
  return `{${entries.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(",")}}`;
}

export function listText(items: readonly string[]): string {
  return `[${items.join(",")}]`;
}
