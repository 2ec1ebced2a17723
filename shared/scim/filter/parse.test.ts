import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { filterOf } from "../arbitrary.ts";
import { ScimError } from "../error.ts";
import { many, text } from "../schema/attribute.ts";
import { groupType } from "../schema/group.ts";
import { withExtensions } from "../schema/resource-type.ts";
import { userType } from "../schema/user.ts";
import { matches, never } from "./filter.ts";
import { parseFilter } from "./parse.ts";
import { printFilter } from "./print.ts";

const parse = (text: string) => parseFilter(userType, text);
const faultOf = (text: string) => {
  try {
    parse(text);
  } catch (error) {
    return error instanceof ScimError ? error.fault : error;
  }
  return "none";
};

const anyText = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }));

test("a filter that is printed and parsed is the same filter", () => {
  fc.assert(
    fc.property(filterOf(anyText), (filter) => {
      expect(parse(printFilter(userType, filter))).toEqual(filter);
    }),
    { numRuns: 1_000 },
  );
});

describe("forms of one filter", () => {
  const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  const same: [string, string][] = [
    ['userName eq "a"', 'USERNAME EQ "a"'],
    ['userName eq "a"', '  userName\teq   "a"  '],
    ['userName eq "a"', 'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "a"'],
    ['userName eq "a"', '(userName eq "a")'],
    ['userName eq "a"', '((userName eq "\\u0061"))'],
    ["active eq true", 'active eq "True"'],
    ["active eq false", "active eq FALSE"],
    ['name.familyName co "x"', 'Name.FAMILYNAME CO "x"'],
    [`${enterprise}:manager.value eq "m"`, 'manager eq "m"'],
    [`${enterprise}:manager.value eq "m"`, `${enterprise}:manager eq "m"`],
    [`${enterprise}:department pr`, "department pr"],
    ['emails.value eq "a"', 'emails eq "a"'],
    ['emails[type eq "work" and value eq "a"]', 'emails[type eq "work"].value eq "a"'],
    ['emails[type eq "work" and value pr]', 'emails[type eq "work"].value pr'],
    [
      'emails[(type eq "a" or type eq "b") and value eq "c"]',
      'emails[type eq "a" or type eq "b"].value eq "c"',
    ],
    ['not (userName eq "a")', 'NOT(userName eq "a")'],
    ['not (userName eq "a")', 'not ( userName eq "a" )'],
    [`${enterprise}:manager.$ref pr`, "MANAGER.$REF PR"],
    ['emails[type eq "work"]', 'urn:ietf:params:scim:schemas:core:2.0:user:EMAILS[TYPE EQ "work"]'],
    ['emails[type eq "work"]', 'emails[emails.type eq "work"]'],
    ['emails[type eq "work"]', 'emails[urn:ietf:params:scim:schemas:core:2.0:User:emails.type eq "work"]'],
    ['emails.type eq "work"', 'URN:ietf:params:scim:schemas:core:2.0:User:emails.TYPE eq "work"'],
    [
      `${enterprise}:manager pr and ${enterprise}:manager.value eq "m"`,
      `${enterprise.toUpperCase()}:manager[value eq "m"]`,
    ],
    [
      'name pr and (name.givenName eq "a" and name.familyName eq "b")',
      'name[givenName eq "a" and familyName eq "b"]',
    ],
    ['title eq "/"', 'title eq "\\/"'],
    ['title eq "\\"\\\\\\b\\f\\n\\r\\t"', 'title eq "\\u0022\\u005c\\u0008\\u000c\\u000a\\u000D\\u0009"'],
    ['title eq "\u{1f600}"', 'title eq "\\ud83d\\ude00"'],
    ["active ne true", "active NE TRUE"],
    ["title eq null", "title eq NULL"],
    ['userName eq "a" and active eq true', 'userName eq "a"AND active eq true'],
    // Precedence: not before and, and before or (RFC 7644 §3.4.2.2).
    ["title pr or title pr and active eq true", "title pr or (title pr and active eq true)"],
    ["title pr and active eq true or title pr", "(title pr and active eq true) or title pr"],
    ["not (title pr) and active eq true", "(not (title pr)) and active eq true"],
  ];
  for (const [left, right] of same) {
    test(`${left} is ${right}`, () => expect(parse(right)).toEqual(parse(left)));
  }

  test("and binds closer than or, and brackets closer than both", () => {
    const ada = { userName: "ada", title: "Countess" };
    expect(matches(parse('userName eq "ada" or userName eq "x" and title eq "y"'), ada)).toBe(true);
    expect(matches(parse('(userName eq "ada" or userName eq "x") and title eq "y"'), ada)).toBe(false);
    expect(matches(parse('not (userName eq "ada") or title pr'), ada)).toBe(true);
    expect(matches(parse('not (userName eq "ada" or title pr)'), ada)).toBe(false);
  });

  test("blanks, brackets, quotes and keywords within a text are part of it", () => {
    for (const text of [
      "a b",
      "a) or (b",
      'say "hi"',
      "back\\slash",
      "] and [",
      " and ",
      "é\n\u0000",
      "😀",
    ]) {
      expect(parse(`title eq ${JSON.stringify(text)}`)).toMatchObject({ kind: "compare", value: text });
    }
  });

  test("Entra's question whether a group has a member can be asked", () => {
    expect(parseFilter(groupType, 'id eq "g" and members eq "u"')).toEqual(
      parseFilter(groupType, 'id eq "g" and members.value eq "u"'),
    );
  });
});

describe("what is malformed is invalidFilter", () => {
  const malformed = [
    "",
    "   ",
    "userName",
    "userName eq",
    'eq "a"',
    '"a" eq userName',
    "userName eq a",
    "userName eq jyoung",
    "userName eq 'a'",
    'userName eq "a',
    'userName eq a"',
    'userName eq "\\x"',
    'userName eq "a" and',
    'and userName eq "a"',
    'userName eq "a" userName eq "b"',
    'userName eq "a" xor userName eq "b"',
    'userName is "a"',
    'userName == "a"',
    "userName pr eq",
    'userName eq "a" "b"',
    '(userName eq "a"',
    'userName eq "a")',
    "()",
    "not",
    'not userName eq "a"',
    "not ()",
    "emails[",
    "emails[]",
    'emails[type eq "work"',
    'emails[type eq "work"] eq "x"',
    'emails[type eq "work"].value',
    'emails[type eq "work"].value eq',
    'emails[type eq "work"].nothing eq "x"',
    'emails[type eq "work"]. eq "x"',
    'emails[type eq "work")',
    'emails[userName eq "a"]',
    'emails[emails[type eq "work"]]',
    'userName[value eq "a"]',
    'eyeColor eq "blue"',
    'name.petName eq "a"',
    'userName.value eq "a"',
    'urn:x:User:userName eq "a"',
    'name eq "a"',
    'addresses eq "a"',
    'password eq "a"',
    'enterprise.department eq "a"',
    "active eq 1",
    'active eq "perhaps"',
    "active gt true",
    'active co "t"',
    "title eq true",
    "title eq 5",
    "title eq {}",
    "title eq []",
    "title eq undefined",
    "title eq nul",
    "title eq 1e999",
    'meta.created gt "5"',
    'meta.created gt "2026-13-01T00:00:00Z"',
    "active gt false",
    'active le "true"',
    "active gt null",
    'x509Certificates.value gt "QQ=="',
    'x509Certificates lt "QQ=="',
    'active sw "t"',
    "title eq 007",
    "title eq +1",
    'emails[type eq "work"] pr',
    'emails[type eq "work"]value eq "a"',
    'emails[type eq "work"].value.x eq "a"',
    'emails[phoneNumbers.type eq "work"]',
    'emails[name.givenName eq "a"]',
    'emails[emails eq "a"]',
    'schemas[type eq "a"]',
    'name[value eq "a"]',
    "name eq null",
    'not title eq "a"',
    'not emails[type eq "work"]',
    "not not (title pr)",
    "title pr and or title pr",
    "title pr or",
    'title eq "\\ud800"',
    'title eq "\\u12"',
    'title eq "a\tb"',
    "title eq 'a'",
    "title eq \u201ca\u201d",
    'meta.created gt "yesterday"',
    "__proto__ pr",
    "constructor pr",
    "..",
    'userName\u00a0eq\u00a0"a"',
    'userName eq\n"a"',
    '$where eq "1"',
    "\u0000",
  ];
  for (const text of malformed) {
    test(JSON.stringify(text), () => expect(faultOf(text)).toBe("invalidFilter"));
  }
});

describe("whatever text comes is a filter or a fault of the filter", () => {
  const words = fc.constantFrom(
    ...'userName emails emails[ ] ( ) not and or eq pr co gt .value true null 5 " \\ [ type name id manager meta.created'.split(
      " ",
    ),
    '"x"',
  );
  const isAnswered = (text: string) => {
    expect(["none", "invalidFilter", "tooMany"]).toContain(faultOf(text));
  };

  test("words in any order", () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 20 }), (list) => isAnswered(list.join(" "))),
      { numRuns: 3_000 },
    );
  });

  test("any characters", () => {
    fc.assert(fc.property(anyText, isAnswered), { numRuns: 2_000 });
  });

  test("a filter with one character too few, too many, or wrong", () => {
    fc.assert(
      fc.property(
        filterOf(fc.string()),
        fc.nat(),
        fc.string({ maxLength: 1 }),
        fc.nat(1),
        (filter, at, more, less) => {
          const text = printFilter(userType, filter);
          const place = at % (text.length + 1);
          isAnswered(text.slice(0, place) + more + text.slice(place + less));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("limits", () => {
  const or = (terms: number) => Array(terms).fill("title pr").join(" or ");
  const nested = (depth: number) => `${"(".repeat(depth)}title pr${")".repeat(depth)}`;

  test("of length, terms and depth are tooMany, and what stays below is read", () => {
    expect(faultOf(`title eq "${"a".repeat(9_980)}"`)).toBe("none");
    expect(faultOf(`title eq "${"a".repeat(10_000)}"`)).toBe("tooMany");
    expect(faultOf(or(200))).toBe("none");
    expect(faultOf(or(201))).toBe("tooMany");
    expect(faultOf(nested(20))).toBe("none");
    expect(faultOf(nested(21))).toBe("tooMany");
    expect(faultOf(Array(50).fill("(title pr)").join(" or "))).toBe("none");
    expect(faultOf(nested(500))).toBe("tooMany");
    expect(faultOf("not (".repeat(500))).toBe("tooMany");
  });

  test("a hostile text takes no longer than its length", () => {
    const hostile = ["(", "[", "\\", '"', "a.", "not(", "emails[", '"\\', " ", "]"].map((part) =>
      part.repeat(Math.floor(9_999 / part.length)),
    );
    for (const text of [...hostile, ...hostile.map((part) => `title eq "${part}`.slice(0, 10_000))]) {
      expect(["invalidFilter", "tooMany"]).toContain(faultOf(text));
    }
  }, 2_000);
});

test("the detail says where the filter is wrong", () => {
  expect(() => parse('userName eq "a" xor active eq true')).toThrow(/character 17/);
  expect(() => parse('userName eq "a" and')).toThrow(/end/);
  expect(() => parse("title pr and eyeColor pr")).toThrow(/eyeColor, named at character 14/);
  expect(() => parse('title pr and title is "a"')).toThrow(/at character 20/);
  expect(() => parse('title eq "a')).toThrow(/character 10/);
});

test("nobody is found by what is never shown (RFC 7643 §7)", () => {
  const hidden = { returned: "never", mutability: "writeOnly" } as const;
  const type = withExtensions(userType, [
    {
      key: "acme",
      urn: "urn:acme:User",
      name: "Acme",
      description: "What Acme adds.",
      declaration: z.strictObject({
        pin: text("The PIN.", hidden).optional(),
        locks: many("Locks.", {
          value: text("The code.", hidden).optional(),
          display: text("Where.").optional(),
        }).optional(),
      }),
    },
  ]);
  const filters = ["pin pr", 'pin sw "1"', 'urn:acme:User[pin eq "1"]', 'locks eq "1"', "locks.value pr"];
  for (const filter of [...filters, 'locks[value eq "1"]', 'locks[display pr].value eq "1"'])
    expect(() => parseFilter(type, filter), filter).toThrow(/never shown/);
  expect(() => parseFilter(type, 'locks[display eq "x"]')).not.toThrow();
});

describe("a search of both types (RFC 7644 §3.4.2.1)", () => {
  const both = (text: string) => parseFilter(groupType, text, [userType, groupType]);

  test("an attribute of another type is unassigned", () => {
    const nobody = [
      'userName eq "ada"',
      "userName pr",
      'userName co ""',
      'emails[type eq "work"]',
      'emails[not (type eq "work")]',
      'emails[type eq "work"].value ne "a"',
      "name[not (givenName pr)]",
      "active eq true",
      'urn:ietf:params:scim:schemas:core:2.0:User:displayName eq "Red"',
      'department eq "a"',
    ];
    for (const text of nobody) expect(both(text), text).toEqual(never);
    for (const text of ["userName eq null", 'userName ne "ada"', "active ne true"])
      expect(matches(both(text), {}), text).toBe(true);
    expect(matches(both("not (userName pr)"), {})).toBe(true);
  });

  test("an attribute of the type itself is what it is alone", () => {
    for (const text of ['displayName eq "Red"', 'members eq "a"', 'id eq "g" and members[value eq "a"]'])
      expect(both(text)).toEqual(parseFilter(groupType, text));
    const either = matches(both('userName eq "Red" or displayName eq "red"'), { displayName: "Red" });
    expect(either).toBe(true);
  });

  test("what no type has, and what is malformed, is refused", () => {
    for (const text of ['eyeColor eq "a"', "userName eq 5", 'emails[eyeColor eq "a"]', 'name eq "a"'])
      expect(() => both(text), text).toThrow(ScimError);
  });
});
