import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { filterOf } from "./arbitrary.ts";
import { ScimError } from "./error.ts";
import { type Filter, matches } from "./filter.ts";
import { parseFilter } from "./filter-parse.ts";
import { groupType } from "./group.ts";
import { userType } from "./user.ts";

const parse = (text: string) => parseFilter(userType, text);
const faultOf = (text: string) => {
  try {
    parse(text);
  } catch (error) {
    return error instanceof ScimError ? error.fault : error;
  }
  return "none";
};

/** The text of a filter, by the grammar of RFC 7644 §3.4.2.2. */
function print(filter: Filter): string {
  const inBrackets = (term: Filter) =>
    term.kind === "and" || term.kind === "or" ? `(${print(term)})` : print(term);
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.terms.map(inBrackets).join(` ${filter.kind} `);
    case "not":
      return `not (${print(filter.term)})`;
    case "present":
      return `${nameOf(filter.path)} pr`;
    case "element":
      return `${nameOf(filter.path)}[${print(filter.filter)}]`;
    case "compare":
      return `${nameOf(filter.path)} ${filter.operator} ${JSON.stringify(filter.value)}`;
  }
}

function nameOf(path: readonly { readonly name: string }[]): string {
  const [first, ...rest] = path.map(({ name }) => name);
  const extension = userType.extensions.find(({ attribute }) => attribute.name === first);
  if (!extension) return [first, ...rest].join(".");
  return rest.length === 0 ? extension.id : `${extension.id}:${rest.join(".")}`;
}

const anyText = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }));

test("a filter that is printed and parsed is the same filter", () => {
  fc.assert(
    fc.property(filterOf({ text: anyText }), (filter) => {
      expect(parse(print(filter))).toEqual(filter);
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
    'name[givenName eq "a"]',
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
        filterOf({ text: fc.string() }),
        fc.nat(),
        fc.string({ maxLength: 1 }),
        fc.nat(1),
        (filter, at, more, less) => {
          const text = print(filter);
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
  expect(() => parse("eyeColor pr")).toThrow(/eyeColor/);
});
