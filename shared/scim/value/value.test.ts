import { describe, expect, test } from "vitest";
import { ScimError } from "../error.ts";
import { findAttribute } from "../path.ts";
import { userType } from "../schema/user.ts";
import { decodeValue, shape } from "./value.ts";

const decode = (name: string, value: unknown) => {
  const attribute = findAttribute(userType, name)?.at(-1);
  if (!attribute) throw new Error(`no attribute ${name}`);
  return decodeValue(attribute, value);
};

describe("the shapes in which directories send a value", () => {
  const table: [string, string, unknown, unknown][] = [
    ["active", "the text True", "True", true],
    ["active", "the text False", "False", false],
    ["active", "the text false", "false", false],
    ["active", "the text TRUE", "TRUE", true],
    ["active", "true itself", true, true],
    ["active", "false itself", false, false],
    ["active", "a list of one", ["False"], false],
    ["active", "an object with a value", { value: "False" }, false],
    ["displayName", "a list of one object", [{ $ref: null, value: "User x" }], "User x"],
    ["displayName", "a list of one text", ["User x"], "User x"],
    ["displayName", "a text with blanks around it, kept", " x ", " x "],
    ["manager", "a bare id", "m1", { value: "m1" }],
    ["manager", "an object", { value: "m1" }, { value: "m1" }],
    [
      "manager",
      "a list of one with a reference",
      [{ $ref: "http://x/Users/m1", value: "m1" }],
      { value: "m1" },
    ],
    ["manager", "a list of one id", ["m1"], { value: "m1" }],
    ["manager", "an empty text", "", undefined],
    ["manager", "an object with an empty value", { value: "" }, undefined],
    ["manager", "a list with an empty text", [""], undefined],
    ["manager", "null", null, undefined],
    [
      "emails",
      "one object instead of a list",
      { value: "a@b.example", type: "work" },
      [{ value: "a@b.example", type: "work" }],
    ],
    ["emails", "bare texts", ["a@b.example"], [{ value: "a@b.example" }]],
    ["emails", "primary as a text", [{ value: "a", primary: "True" }], [{ value: "a", primary: true }]],
    ["emails", "nothing but empty ones", [null, "", {}, { value: "" }], undefined],
    [
      "roles",
      "JSON text in value",
      [{ value: '{"id":"1","value":"Admin"}' }],
      [{ value: '{"id":"1","value":"Admin"}' }],
    ],
    [
      "roles",
      "parts that are not in the schema",
      [{ id: "1", value: "Admin", displayName: "Admin" }],
      [{ value: "Admin" }],
    ],
    [
      "phoneNumbers",
      "a number as it was written",
      [{ value: "(020) 7946-0018 x9" }],
      [{ value: "(020) 7946-0018 x9" }],
    ],
  ];
  for (const [name, how, sent, stored] of table) {
    test(`${name} as ${how}`, () => expect(decode(name, sent)).toEqual(stored));
  }
});

describe("what no shape can be made of is invalidValue", () => {
  const table: [string, unknown][] = [
    ["active", "no"],
    ["active", 1],
    ["active", {}],
    ["active", [true, false]],
    ["displayName", 5],
    ["displayName", true],
    ["displayName", { formatted: "x" }],
    ["displayName", [["x"]]],
    ["manager", 5],
    ["manager", [{ value: "a" }, { value: "b" }]],
    ["manager", { value: { id: "a" } }],
    ["name", "Ada Lovelace"],
    ["emails", 5],
    ["emails", [["a"]]],
    ["emails", [{ value: ["a", "b"] }]],
    ["emails", [{ value: "a", primary: "yes" }]],
  ];
  for (const [name, sent] of table) {
    test(`${name}: ${JSON.stringify(sent)}`, () => {
      expect(() => decode(name, sent)).toThrow(ScimError);
      expect(() => decode(name, sent)).toThrow(expect.objectContaining({ fault: "invalidValue" }));
    });
  }
});

test("a value is described without being repeated", () => {
  const described = ["hunter2", ["hunter2"], { hunter2: 1 }, 5, true, null, undefined].map(shape);
  expect(described).toEqual([
    "a text of 7 characters",
    "a list of 1",
    "an object",
    "a number",
    "a boolean",
    "null",
    "nothing",
  ]);
});
