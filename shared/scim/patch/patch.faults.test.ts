import { describe, expect, test } from "vitest";
import { ScimError } from "../error.ts";
import { decodePatch } from "../message.ts";
import { type UserAttributes, userType } from "../schema/user.ts";
import { applyPatch } from "./patch.ts";

const schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ada: UserAttributes = {
  userName: "ada",
  name: { givenName: "Ada" },
  emails: [{ value: "ada@a.example", type: "work" }],
  enterprise: { department: "Engines" },
};

function faultOf(body: unknown): unknown {
  try {
    applyPatch(userType, ada, decodePatch(body));
  } catch (error) {
    return error instanceof ScimError ? error.fault : error;
  }
  return "none";
}

describe("an operation that cannot be done tells why", () => {
  const table: [string, Record<string, unknown>, string][] = [
    ["an attribute that does not exist", { op: "add", path: "eyeColor", value: "blue" }, "invalidPath"],
    ["a part that does not exist", { op: "add", path: "name.petName", value: "x" }, "invalidPath"],
    ["a part of a simple attribute", { op: "add", path: "userName.x", value: "x" }, "invalidPath"],
    ["an extension that does not exist", { op: "add", path: "urn:x:User:a", value: "x" }, "invalidPath"],
    [
      "the stored name of the extension",
      { op: "add", path: "enterprise.department", value: "x" },
      "invalidPath",
    ],
    [
      "a core attribute under the extension",
      { op: "add", path: `${enterprise}:title`, value: "x" },
      "invalidPath",
    ],
    ["a bracket that is not closed", { op: "add", path: 'emails[type eq "work"', value: "x" }, "invalidPath"],
    ["brackets in the wrong order", { op: "add", path: "emails]type[", value: "x" }, "invalidPath"],
    ["text after the bracket", { op: "add", path: 'emails[type eq "work"]value', value: "x" }, "invalidPath"],
    [
      "a filter on a single value",
      { op: "add", path: 'name[givenName eq "Ada"]', value: "x" },
      "invalidPath",
    ],
    [
      "an unknown part after the filter",
      { op: "add", path: 'emails[type eq "work"].x', value: "x" },
      "invalidPath",
    ],
    ["a path of dots", { op: "add", path: "..", value: "x" }, "invalidPath"],
    ["a path that is a number", { op: "add", path: 5, value: "x" }, "invalidPath"],
    ["a path that is very long", { op: "add", path: "a".repeat(2_001), value: "x" }, "invalidPath"],
    ["a filter that is none", { op: "add", path: "emails[type work].value", value: "x" }, "invalidFilter"],
    ["an empty filter", { op: "add", path: "emails[].value", value: "x" }, "invalidFilter"],
    [
      "an operator that does not exist",
      { op: "add", path: 'emails[type is "w"].value', value: "x" },
      "invalidFilter",
    ],
    ["id", { op: "replace", path: "id", value: "x" }, "mutability"],
    ["meta", { op: "replace", path: "meta", value: {} }, "mutability"],
    ["meta.created", { op: "replace", path: "meta.created", value: "x" }, "mutability"],
    ["the manager's name", { op: "add", path: "manager.displayName", value: "x" }, "mutability"],
    ["userName emptied", { op: "replace", path: "userName", value: "" }, "mutability"],
    ["userName removed", { op: "remove", path: "userName" }, "mutability"],
    ["a text for active", { op: "replace", path: "active", value: "perhaps" }, "invalidValue"],
    ["a number for a text", { op: "replace", path: "title", value: 5 }, "invalidValue"],
    ["a text for a complex attribute", { op: "replace", path: "name", value: "Ada" }, "invalidValue"],
    ["a text for all attributes", { op: "replace", value: "Ada" }, "invalidValue"],
    ["a list for all attributes", { op: "replace", value: [{ title: "x" }] }, "invalidValue"],
    ["nothing for all attributes", { op: "add" }, "invalidValue"],
    [
      "a boolean that is none, by a filter",
      { op: "replace", path: 'emails[type eq "work"].primary', value: "w" },
      "invalidValue",
    ],
    [
      "two primary values",
      {
        op: "replace",
        path: "emails",
        value: [
          { value: "a", primary: true },
          { value: "b", primary: true },
        ],
      },
      "invalidValue",
    ],
    [
      "a filter that describes nothing",
      { op: "add", path: 'emails[value sw "z"].value', value: "x" },
      "noTarget",
    ],
    ["remove without a path", { op: "remove" }, "noTarget"],
    ["an operation that does not exist", { op: "move", path: "title", value: "x" }, "invalidSyntax"],
    ["no operation", { path: "title", value: "x" }, "invalidSyntax"],
  ];
  for (const [what, operation, fault] of table) {
    test(`${what}: ${fault}`, () => expect(faultOf({ schemas, Operations: [operation] })).toBe(fault));
  }
});

describe("a body that is no PATCH is invalidSyntax", () => {
  const table: [string, unknown][] = [
    ["a text", "x"],
    ["null", null],
    ["a list", []],
    ["no schemas", { Operations: [] }],
    ["the schema of a user", { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], Operations: [] }],
    ["no Operations", { schemas }],
    ["Operations that are an object", { schemas, Operations: { op: "add" } }],
    ["an operation that is a text", { schemas, Operations: ["add"] }],
    ["an operation that is null", { schemas, Operations: [null] }],
    ["an operation that is a list", { schemas, Operations: [[]] }],
  ];
  for (const [what, body] of table) {
    test(what, () => expect(faultOf(body)).toBe("invalidSyntax"));
  }
});

test("a path that is too long is told how long it may be, and is not repeated", () => {
  const body = { schemas, Operations: [{ op: "add", path: "a".repeat(2_001), value: "x" }] };
  expect(() => decodePatch(body)).toThrow(/^Operation 1: path [^a]*a text of at most 2000 characters/);
  expect(() => decodePatch(body)).not.toThrow(/aaa/);
});

test("more operations than are taken at a time are tooMany", () => {
  const operation = { op: "replace", path: "title", value: "x" };
  expect(faultOf({ schemas, Operations: Array(1_000).fill(operation) })).toBe("none");
  expect(faultOf({ schemas, Operations: Array(1_001).fill(operation) })).toBe("tooMany");
});

test("the names of the message count in any case, as do the operations", () => {
  for (const op of ["replace", "Replace", "REPLACE", "Add", "add"]) {
    const operations = decodePatch({ Schemas: schemas, operations: [{ OP: op, Path: "TITLE", Value: "x" }] });
    expect(applyPatch(userType, ada, operations)).toEqual({ ...ada, title: "x" });
  }
});

test("an empty list of operations changes nothing", () => {
  expect(applyPatch(userType, ada, decodePatch({ schemas, Operations: [] }))).toEqual(ada);
});
