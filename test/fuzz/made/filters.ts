/**
 * Filters and paths: by the grammar of RFC 7644 §3.4.2.2 and §3.5.2, and then spoilt; and those that are expensive to
 * read or to decide.
 */
import fc from "fast-check";
import { filterOf } from "../../../shared/scim/arbitrary.ts";
import { printFilter } from "../../../shared/scim/filter/print.ts";
import { groupType } from "../../../shared/scim/schema/group.ts";
import { userType } from "../../../shared/scim/schema/user.ts";
import { urns } from "../../scim/custom.ts";
import { hostileText, keywords, marks } from "./texts.ts";

/** Cuts, doubles and puts in pieces. */
function spoilt(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const piece = fc.constantFrom(
    "(",
    ")",
    "[",
    "]",
    '"',
    "\\",
    ".",
    ":",
    " not ",
    " and ",
    " or ",
    " pr",
    " eq ",
    "\u0000",
    "$",
    "é",
  );
  const change = fc.tuple(fc.constantFrom("cut", "double", "put"), fc.nat(200), fc.nat(20), piece);
  return fc.tuple(text, fc.array(change, { minLength: 1, maxLength: 3 })).map(([before, changes]) =>
    changes.reduce((after, [how, at, length, put]) => {
      const begin = after.length === 0 ? 0 : at % after.length;
      const front = after.slice(0, begin);
      const part = after.slice(begin, begin + length);
      const back = after.slice(begin + length);
      return front + { cut: "", double: part + part, put: put + part }[how] + back;
    }, before),
  );
}

const grammatical = filterOf(hostileText).map((filter) => printFilter(userType, filter));

const aboutMemberships = fc
  .tuple(
    fc.constantFrom(
      "members",
      "members.value",
      "members.display",
      "groups",
      "groups.value",
      "groups.display",
    ),
    fc.constantFrom("eq", "ne", "co", "sw", "ew", "gt", "le"),
    fc.oneof(hostileText, fc.constantFrom<string>(marks.user, marks.group, marks.theirUser)),
  )
  .map(([name, operator, value]) => `${name} ${operator} ${JSON.stringify(value)}`);

const expensive = fc.constantFrom(
  `userName co "${"a".repeat(4_000)}"`,
  `userName co "${"(a+)+".repeat(200)}$"`,
  `displayName ew "${"aA".repeat(2_000)}!"`,
  `${"(".repeat(5_000)}userName pr${")".repeat(5_000)}`,
  `${"not (".repeat(2_000)}userName pr${")".repeat(2_000)}`,
  Array.from({ length: 3_000 }, (_, index) => `userName eq "u${index}"`).join(" or "),
  Array.from({ length: 500 }, (_, index) => `emails[value co "${index}" and type ne "x"]`).join(" and "),
  `emails[${"emails[".repeat(50)}value pr${"]".repeat(51)}`,
  `(${'title co "e" or nickName sw "n" or '.repeat(300)}userType pr)`,
  `${"a.".repeat(3_000)}b eq 1`,
  `${" ".repeat(6_000)}userName pr`,
  `userName eq "${"\\u0061".repeat(1_000)}"`,
  `userName eq "${"\\".repeat(2_001)}"`,
  `meta.created gt "${"9".repeat(3_000)}"`,
);

export const someFilter: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: grammatical },
  { weight: 3, arbitrary: spoilt(grammatical) },
  { weight: 2, arbitrary: aboutMemberships },
  { weight: 1, arbitrary: spoilt(aboutMemberships) },
  { weight: 1, arbitrary: hostileText },
  { weight: 1, arbitrary: expensive },
);

const names = [
  ...[userType, groupType].flatMap(({ attributes, schema }) => [
    ...attributes.keys(),
    ...[...attributes.keys()].map((name) => `${schema.id}:${name}`),
  ]),
  ...userType.extensions.map(({ id }) => `${id}:department`),
  `${urns.User}:desk.room`,
  `${urns.User}:doors[floor gt 1].type`,
  `${urns.Group}:levels`,
  "name.givenName",
  "emails.value",
  "meta.created",
  ...keywords,
];

/** The name of an attribute, as in `sortBy` and `attributes`. */
export const someName: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...names) },
  { weight: 1, arbitrary: hostileText },
);

const selection = fc
  .tuple(
    fc.constantFrom("emails", "members", "roles", "addresses", "x"),
    someFilter,
    fc.constantFrom("", ".value", ".x.y"),
  )
  .map(([name, filter, part]) => `${name}[${filter}]${part}`);
const picked = fc
  .constantFrom<string>(marks.user, marks.theirUser, "$ne", "__proto__")
  .map((id) => `members[value eq "${id}"]`);

export const somePath: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: someName },
  { weight: 2, arbitrary: selection },
  { weight: 2, arbitrary: picked },
  { weight: 2, arbitrary: spoilt(fc.oneof(someName, selection)) },
);
