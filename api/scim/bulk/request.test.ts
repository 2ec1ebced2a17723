import { describe, expect, test } from "vitest";
import { ScimError } from "../../../shared/scim/error.ts";
import { decodeBulk } from "./request.ts";

const schemas = ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"];
const post = { method: "POST", path: "/Users", bulkId: "a", data: {} };
const decode = (...operations: unknown[]) => decodeBulk({ schemas, Operations: operations }, 10).operations;

describe("a path names an endpoint and, but for a POST, a resource (RFC 7644 §3.7)", () => {
  const paths: [string, string, string][] = [
    ["/Users/7", "/Users", "7"],
    ["Groups/7", "/Groups", "7"],
    ["/groups/7/", "/Groups", "7"],
    ["/USERS/bulkId:a", "/Users", "bulkId:a"],
    ["/Users/Ä b", "/Users", "Ä b"],
  ];
  for (const [path, endpoint, id] of paths) {
    test(path, () => {
      expect(decode({ method: "DELETE", path })).toMatchObject([{ method: "DELETE", endpoint, id }]);
    });
  }

  for (const path of [
    "",
    "/",
    "Users",
    "/Users//7",
    "//Users/7",
    "/Users/7/x",
    "/Users/7?x=1",
    "/Me",
    "/Usersx/7",
  ]) {
    test(`${path || "nothing"} names none`, () => {
      const [operation] = decode({ method: "DELETE", path });
      expect(operation).toEqual({ ...operation, method: "DELETE", wrong: expect.any(ScimError) });
    });
  }
});

test("what was sent of an operation is repeated, whether it can be read or not", () => {
  const [wrong, right] = decode(
    { method: "patch", path: "/Users/7", bulkId: "b" },
    { ...post, version: null },
  );
  expect(wrong).toEqual({
    method: "PATCH",
    bulkId: "b",
    endpoint: "/Users",
    id: "7",
    wrong: expect.any(ScimError),
  });
  expect(right).toEqual({ ...post, path: undefined, endpoint: "/Users", id: undefined, version: "" });
});

test("nothing long is repeated", () => {
  const long = "x".repeat(10_000);
  expect(JSON.stringify(decode({ ...post, method: long, path: long, bulkId: long })).length).toBeLessThan(
    500,
  );
});

test("without failOnErrors any number may fail; with it, as many as it says", () => {
  const errors = (failOnErrors?: unknown) =>
    decodeBulk({ schemas, Operations: [], failOnErrors }, 1).failOnErrors;
  expect([errors(), errors(null), errors(1), errors(7)]).toEqual([Infinity, Infinity, 1, 7]);
});

describe("what is no bulk is told of as a whole", () => {
  const table: [string, unknown, string][] = [
    ["null", null, "invalidSyntax"],
    ["a list", [post], "invalidSyntax"],
    ["no schemas", { Operations: [post] }, "invalidSyntax"],
    ["no operations", { schemas }, "invalidSyntax"],
    ["failOnErrors 0", { schemas, Operations: [post], failOnErrors: 0 }, "invalidSyntax"],
    [
      "too many operations",
      { schemas, Operations: Array.from({ length: 11 }, () => post) },
      "payloadTooLarge",
    ],
  ];
  for (const [what, body, fault] of table)
    test(what, () => expect(() => decodeBulk(body, 10)).toThrow(expect.objectContaining({ fault })));
});
