/**
 * The targets of requests: the endpoints with queries, places that are none, and texts as they get into URLs.
 */
import fc from "fast-check";
import { someFilter, someName } from "./filters.ts";
import { hostileText, marks } from "./texts.ts";

const root = `/scim/v2/${marks.organization}`;

const encoded = (text: string) => encodeURIComponent(text.toWellFormed());
/** As texts get into URLs: well encoded, twice, with a plus, half, in broken or overlong UTF-8. */
const inUrl = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.constantFrom(0, 0, 0, 0, 1, 2, 3, 4, 5)).map(([value, how]) => {
    const usual = encoded(value);
    const forms = [
      usual,
      encoded(usual),
      usual.replaceAll("%20", "+"),
      `${usual}%`,
      `${usual}%ff`,
      `%c0%af${usual}`,
    ];
    return forms[how] ?? usual;
  });

const numbers = fc.constantFrom(
  "1",
  "2",
  "0",
  "-1",
  "1e3",
  "0x10",
  "9".repeat(15),
  "9".repeat(400),
  "",
  " 5",
  "NaN",
);
const known: Readonly<Record<string, fc.Arbitrary<string>>> = {
  filter: someFilter,
  sortBy: someName,
  sortOrder: fc.constantFrom("ascending", "descending", "x"),
  startIndex: numbers,
  count: numbers,
  cursor: fc.oneof(fc.constantFrom("", "AAAA", "A".repeat(3_000)), hostileText),
  attributes: fc.array(someName, { maxLength: 5 }).map((names) => names.join(",")),
  excludedAttributes: fc.array(someName, { maxLength: 5 }).map((names) => names.join(",")),
  aadOptscim062020: fc.constant(""),
};
const pair = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .constantFrom(...Object.entries(known))
      .chain(([name, value]) =>
        fc.tuple(
          fc.constantFrom(name, name, name, name.toUpperCase(), `${name}[]`, `${name}[$ne]`),
          inUrl(value),
        ),
      ),
  },
  fc.tuple(inUrl(hostileText), inUrl(hostileText)),
);
const query = fc.oneof(
  { weight: 2, arbitrary: fc.constant("") },
  fc
    .array(pair, { minLength: 1, maxLength: 3 })
    .map((pairs) => `?${pairs.map((both) => both.join("=")).join("&")}`),
);

const odd = fc.oneof(
  fc.constantFrom(
    ...[
      "/",
      "//",
      "/Users/",
      "//Users",
      "/users",
      "/Users/%2F",
      "/%2e%2e/Users",
      "/../Users",
      "/Users/..%2f..",
      "/Users%00",
    ],
    ...[
      "/Users/%zz",
      "/Users/%E0%A4%A",
      "/Users/%ff",
      "/Users/\xff",
      "/Users#x",
      "/Users;a=b",
      "/Me",
      "/Me/x",
      "/Bulk/x",
    ],
    ...[
      "/Schemas",
      "/Schemas/x",
      "/ResourceTypes/User",
      "/ServiceProviderConfig",
      "/serviceConfiguration",
      "/.search/x",
    ],
    ...[
      `/Users/${marks.theirUser}`,
      `/Users/${marks.user}/x`,
      `/Users/${"a".repeat(9_000)}`,
      "/Users/[object Object]",
    ],
  ),
  inUrl(hostileText).map((id) => `/Users/${id}`),
  inUrl(hostileText).map((id) => `/Groups/${id}`),
  inUrl(hostileText).map((id) => `/Schemas/${id}`),
);
const elsewhere = fc.constantFrom(
  ...[
    `/scim/v2/${marks.theirOrganization}/Users`,
    `/scim/v2/${marks.theirOrganization}/Users/${marks.theirUser}`,
  ],
  ...[
    "/",
    "/scim",
    "/scim/v2",
    "/scim/v2/",
    "/scim/v2//Users",
    "/SCIM/V2/x/Users",
    "/scim/v2/%00/Users",
    "/scim/v2/$ne/Users",
  ],
  ...[
    "*",
    `http://localhost${root}/Users`,
    "http://[::1/x",
    "http://a b/",
    "http:///x",
    "//[/x",
    "/scim/v2/__proto__/Users",
    "?",
  ],
  ...["/metrics", "/livez", "/favicon.ico", "/scim/v2/%zz/Users", `/scim/v2/${"x".repeat(5_000)}/Users`],
);

/** A path of the organization, most often as it is, with a query; or something else. */
export function targetOf(path: string): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 20, arbitrary: query.map((asked) => root + path + asked) },
    { weight: 2, arbitrary: fc.tuple(odd, query).map(([other, asked]) => root + other + asked) },
    { weight: 1, arbitrary: elsewhere },
  );
}
