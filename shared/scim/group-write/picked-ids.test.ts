import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScimError } from "../error.ts";
import { type Filter, matches } from "../filter/filter.ts";
import { parseValueFilter } from "../filter/parse.ts";
import { groupType } from "../schema/group.ts";
import { userType } from "../schema/user.ts";
import { pickedIds } from "./picked-ids.ts";

function filterOn(name: "members" | "groups", text: string): Filter {
  const attribute = (name === "members" ? groupType : userType).attributes.get(name);
  if (!attribute) throw new Error(`there is no attribute ${name}`);
  return parseValueFilter(attribute, text);
}

/** Each id once, in order; or all of them. */
function picked(text: string, name: "members" | "groups" = "members"): readonly string[] | "all" {
  const ids = pickedIds(filterOn(name, text));
  return ids === "all" ? ids : [...new Set(ids)].toSorted();
}

describe("a filter on members picks", () => {
  const table: [string, readonly string[] | "all"][] = [
    ['value eq "a"', ["a"]],
    ['VALUE EQ "a"', ["a"]],
    ['value eq "A"', ["A"]],
    ['(value eq "a")', ["a"]],
    ['value eq "a" or value eq "b"', ["a", "b"]],
    ['value eq "a" or value eq "a"', ["a"]],
    ['value eq "a" and value eq "a"', ["a"]],
    ['value eq "a" and value eq "b"', []],
    ['(value eq "a" or value eq "b") and (value eq "b" or value eq "c")', ["b"]],
    ['type eq "User"', "all"],
    ['type eq "USER"', "all"],
    ['type eq "Group"', []],
    ['value eq "a" and type eq "User"', ["a"]],
    ['type eq "User" and value eq "a"', ["a"]],
    ['value eq "a" and type eq "Group"', []],
    ['value eq "a" or type eq "User"', "all"],
    ['value eq "a" or type eq "Group"', ["a"]],
    ['type eq "User" and type eq "User"', "all"],
    ['type eq "User" and type eq "Group"', []],
  ];
  for (const [text, ids] of table) test(text, () => expect(picked(text)).toEqual(ids));

  test("an id with any character in it, as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }), (id) => {
        expect(picked(`value eq ${JSON.stringify(id)}`)).toEqual([id]);
      }),
    );
    for (const id of ["__proto__", "constructor", "$ne", "a.b", '"', "\\", "]", '"] or value eq "b'])
      expect(picked(`value eq ${JSON.stringify(id)}`)).toEqual([id]);
  });
});

test("a filter on groups picks by id, and a membership there is always direct", () => {
  expect(picked('value eq "g"', "groups")).toEqual(["g"]);
  expect(picked('type eq "direct"', "groups")).toBe("all");
  expect(picked('type eq "indirect"', "groups")).toEqual([]);
});

describe("a filter that names anything but ids and the type is refused", () => {
  const filters = [
    'value ne "a"',
    'value co "a"',
    'value sw "a"',
    'value ew "a"',
    'value gt "a"',
    "value pr",
    "value eq null",
    'not (value eq "a")',
    'type ne "User"',
    "type pr",
    'display eq "Ada"',
    '$ref eq "https://roll.example/Users/a"',
    'value eq "a" or value co "b"',
    'value eq "a" and not (value eq "b")',
    'type eq "User" or display pr',
  ];
  for (const text of filters) {
    test(text, () => {
      const fault = faultOf(() => pickedIds(filterOn("members", text)));
      expect(fault.fault).toBe("invalidFilter");
      expect(fault.message).toMatch(/value eq/);
    });
  }
});

test("whatever the filter on ids and types, it picks those whom it describes", () => {
  const universe = ["a", "b", "c", "A"];
  const leaf = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...universe).map((id) => `value eq "${id}"`) },
    fc.constantFrom("User", "user", "Group").map((type) => `type eq "${type}"`),
  );
  const { filter } = fc.letrec<{ filter: string }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc
        .tuple(tie("filter"), fc.constantFrom("and", "or"), tie("filter"))
        .map(([left, word, right]) => `(${left}) ${word} (${right})`),
    ),
  }));
  fc.assert(
    fc.property(filter, (text) => {
      const parsed = filterOn("members", text);
      const described = universe.filter((value) => matches(parsed, { value, type: "User" }));
      const ids = picked(text);
      expect(universe.filter((id) => ids === "all" || ids.includes(id))).toEqual(described);
    }),
    { numRuns: 500 },
  );
});

function faultOf(act: () => unknown): ScimError {
  try {
    act();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
