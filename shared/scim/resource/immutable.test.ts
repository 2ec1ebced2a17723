import { describe, expect, test } from "vitest";
import { ScimError } from "../error.ts";
import { decodeCustomSchema } from "../schema/custom-schema.ts";
import { withCustomSchemas } from "../schema/resource-types.ts";
import { userType } from "../schema/user.ts";
import type { JsonObject } from "../value/value.ts";
import { requireUnchanged } from "./immutable.ts";

const urn = "urn:example:params:scim:badge:1.0:User";
const fixed = { mutability: "immutable" };
const { User: type } = withCustomSchemas([
  decodeCustomSchema({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    id: urn,
    name: "Badge",
    resourceType: "User",
    attributes: [
      { name: "number", type: "string", ...fixed },
      { name: "tags", type: "string", multiValued: true, ...fixed },
      {
        name: "doors",
        type: "complex",
        multiValued: true,
        subAttributes: [
          { name: "value", type: "string" },
          { name: "key", type: "string", ...fixed },
          { name: "note", type: "string" },
        ],
      },
      {
        name: "home",
        type: "complex",
        subAttributes: [
          { name: "site", type: "string", ...fixed },
          { name: "floor", type: "integer" },
        ],
      },
      { name: "birth", type: "complex", ...fixed, subAttributes: [{ name: "place", type: "string" }] },
    ],
  }),
]);
const user = (badge?: JsonObject) => ({ userName: "ada", ...(badge && { extension_Badge: badge }) });

const faultOf = (before?: JsonObject, after?: JsonObject) => {
  try {
    requireUnchanged(type, user(before), user(after));
  } catch (error) {
    return error instanceof ScimError ? [error.fault, error.message] : error;
  }
  return "none";
};

describe("what may be done (RFC 7643 §7, RFC 7644 §3.5.1)", () => {
  const door = { value: "1", key: "k", note: "n" };
  const table: [string, JsonObject | undefined, JsonObject | undefined][] = [
    ["nothing", { number: "1" }, { number: "1" }],
    ["a first value", undefined, { number: "1", tags: ["a"], birth: { place: "London" } }],
    ["a first value beside others", { home: { floor: 1 } }, { home: { floor: 2, site: "North" } }],
    ["the same list", { tags: ["a", "b"] }, { tags: ["a", "b"] }],
    ["another part", { doors: [door] }, { doors: [{ ...door, note: "other" }] }],
    ["a first value of a part", { doors: [{ value: "1" }] }, { doors: [door] }],
    ["a value more", { doors: [door] }, { doors: [{ value: "2", key: "l" }, door] }],
    ["a value less", { doors: [door, { value: "2", key: "l" }] }, { doors: [door] }],
    ["another value in its place", { doors: [door] }, { doors: [{ value: "2", key: "l" }] }],
    ["others without a value", { doors: [{ key: "k" }] }, { doors: [{ key: "l" }] }],
    ["no value any more", { doors: [door], home: { site: "North" } }, { number: "1" }],
  ];
  test.each(table)("%s", (_, before, after) => expect(faultOf(before, after)).toBe("none"));
});

describe("what may not", () => {
  const table: [string, JsonObject, JsonObject | undefined, string][] = [
    ["another value", { number: "1" }, { number: "2" }, "number"],
    ["the same in another case", { number: "a" }, { number: "A" }, "number"],
    ["no value", { number: "1", home: { floor: 1 } }, { home: { floor: 1 } }, "number"],
    ["no extension", { number: "1" }, undefined, "number"],
    ["one value more", { tags: ["a"] }, { tags: ["a", "b"] }, "tags"],
    ["one value less", { tags: ["a", "b"] }, { tags: ["a"] }, "tags"],
    ["another part of the whole", { birth: { place: "London" } }, { birth: { place: "Paris" } }, "birth"],
    ["a part", { home: { site: "North" } }, { home: { site: "South" } }, "home.site"],
    ["no part", { home: { site: "North", floor: 1 } }, { home: { floor: 1 } }, "home.site"],
    [
      "a part of one of many",
      { doors: [{ value: "1", key: "k" }] },
      { doors: [{ value: "1", key: "x" }] },
      "doors.key",
    ],
    [
      "a part of one of many in another place",
      { doors: [{ value: "1", key: "k" }, { value: "2" }] },
      { doors: [{ value: "2" }, { value: "1" }] },
      "doors.key",
    ],
  ];
  test.each(table)("%s is mutability, and names it", (_, before, after, name) => {
    expect(faultOf(before, after)).toEqual([
      "mutability",
      expect.stringContaining(`${urn}:${name} is immutable`),
    ]);
  });
});

test("the values themselves are not repeated", () => {
  expect(JSON.stringify(faultOf({ number: "hunter1" }, { number: "hunter2" }))).not.toMatch(/hunter/);
});

test("without anything immutable whatever is changed is fine", () => {
  expect(() =>
    requireUnchanged(
      userType,
      { userName: "ada", title: "x" },
      { userName: "bob", enterprise: { division: "d" } },
    ),
  ).not.toThrow();
});
