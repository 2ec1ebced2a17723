/**
 * Our filters beside those of scim2-parse-filter, read from the same text and decided for the same resource as it is
 * on the wire. Where the two differ is listed, with what the RFC says.
 */
import fc from "fast-check";
import * as other from "scim2-parse-filter";
import { describe, expect, test } from "vitest";
import { filterOf, userOf } from "../arbitrary.ts";
import { encodeResource } from "../resource/resource.ts";
import { type UserAttributes, userType } from "../schema/user.ts";
import { type Filter, leafOf, matches } from "./filter.ts";
import { parseFilter } from "./parse.ts";
import { printFilter } from "./print.ts";
import { searchable } from "./searchable.ts";

const baseUrl = "https://roll.example/scim/acme";
const created = new Date("2026-01-31T12:00:00Z");
const recordOf = (attributes: UserAttributes) => ({
  id: "1a",
  version: 1,
  createdAt: created,
  modifiedAt: created,
  attributes,
});

const ours = (text: string, user: UserAttributes) =>
  matches(parseFilter(userType, text), searchable(userType, recordOf(user), baseUrl));
const theirs = (text: string, user: UserAttributes) =>
  other.filter(other.parse(text))(encodeResource(userType, recordOf(user), baseUrl));

/** Whether a filter keeps to what both understand alike; the reasons stand with the differences below. */
function isCommonGround(filter: Filter, isInElement = false): boolean {
  switch (filter.kind) {
    case "or":
      return filter.terms.every((term) => isCommonGround(term, isInElement));
    case "and":
      return !isInElement && filter.terms.every((term) => isCommonGround(term));
    case "not":
      return !isInElement && isCommonGround(filter.term);
    case "among":
      return false;
    case "element":
      return filter.path[0]?.name !== "schemas" && isCommonGround(filter.filter, true);
    case "present":
      return isNamedAlike(filter);
    case "compare":
      return (
        isNamedAlike(filter) && filter.operator !== "ne" && filter.value !== null && filter.value !== "z"
      );
  }
}

function isNamedAlike({ path }: Extract<Filter, { path: unknown }>): boolean {
  const [first] = path;
  const isExtension = path.length === 1 && userType.extensions.some(({ attribute }) => attribute === first);
  return !isExtension && first?.name !== "schemas" && leafOf(path).name !== "$ref";
}

test("both decide alike what both understand alike", () => {
  const text = fc
    .array(fc.constantFrom(...'ab1 .*()[]"@é部'), { minLength: 1, maxLength: 3 })
    .map((letters) => letters.join(""));
  const counts = { true: 0, false: 0 };
  fc.assert(
    fc.property(
      filterOf(text).filter((filter) => isCommonGround(filter)),
      userOf(text),
      (filter, user) => {
        const printed = printFilter(userType, filter);
        const decided = ours(printed, user);
        expect(theirs(printed, user), printed).toBe(decided);
        counts[`${decided}`] += 1;
      },
    ),
    { numRuns: 3_000 },
  );
  // Neither answer is the usual one.
  expect(Math.min(counts.true, counts.false)).toBeGreaterThan(300);
});

describe("the two differ", () => {
  const ada: UserAttributes = {
    userName: "ada",
    title: "Countess\\n",
    emails: [
      { value: "ada@work.example", type: "work" },
      { value: "ada@home.example", type: "home" },
    ],
    enterprise: { manager: { value: "m" } },
  };
  const enterprise = userType.extensions[0]?.id;
  const table: readonly (readonly [why: string, filter: string, ours: boolean])[] = [
    ["case counts only where the attribute is case-exact (RFC 7643 §2.2)", 'userName eq "ADA"', true],
    ["and so it is with parts of a text", 'userName sw "A"', true],
    [
      "a value path binds its parts to one element (RFC 7644 §3.4.2.2)",
      'emails[type eq "home" and value sw "ada@work"]',
      false,
    ],
    ["and so it is with not within the brackets", 'emails[not (type eq "work")]', true],
    ["what is unassigned is null (RFC 7643 §2.5)", "nickName eq null", true],
    ["so it is not identical to any value", 'nickName ne "x"', true],
    [
      "ne is the negation of eq, so that it finds who does not have a value; there any other value will do",
      'emails.type ne "work"',
      false,
    ],
    ["a multi-valued attribute matches where any value does", `schemas eq "${userType.schema.id}"`, true],
    ["an extension is an attribute of its own", `${enterprise} pr`, true],
    ["a complex attribute is compared by its value", 'emails eq "ada@home.example"', true],
    ["a text is a JSON string, escapes and all (RFC 8259 §7)", 'title eq "Countess\\\\n"', true],
    ["times are compared as times", 'meta.created eq "2026-01-31T13:00:00+01:00"', true],
  ];
  for (const [why, filter, expected] of table) {
    test(`${why}: ${filter}`, () => {
      expect(ours(filter, ada)).toBe(expected);
      expect(theirs(filter, ada)).toBe(!expected);
    });
  }

  const refused: readonly (readonly [why: string, filter: string])[] = [
    ["$ref is the name of an attribute (RFC 7643 §2.4)", 'manager.$ref ew "/Users/m"'],
    ["Entra writes True", "active ne True"],
  ];
  for (const [why, filter] of refused) {
    test(`${why}, and they refuse it: ${filter}`, () => {
      expect(ours(filter, ada)).toBe(true);
      expect(() => theirs(filter, ada)).toThrow();
    });
  }

  const taken: readonly (readonly [why: string, filter: string])[] = [
    ["not needs brackets in the grammar", 'not userName eq "x"'],
    ["an attribute that nobody has is a mistake", 'eyeColor eq "blue"'],
    ["a boolean has no order", "active gt true"],
    ["a complex attribute without value needs a sub-attribute", 'name eq "x"'],
  ];
  for (const [why, filter] of taken) {
    test(`${why}, and they take it: ${filter}`, () => {
      expect(() => ours(filter, ada)).toThrow();
      expect(() => theirs(filter, ada)).not.toThrow();
    });
  }
});
