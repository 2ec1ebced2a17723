/** What a PATCH may cost: operations, values sent and values there multiply, and a body of 1 MB is enough for each. */
import { describe, expect, test } from "vitest";
import { ScimError } from "../error.ts";
import { decodePatch } from "../message.ts";
import { type UserAttributes, userType } from "../schema/user.ts";
import { applyPatch } from "./patch.ts";

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const full: UserAttributes = {
  userName: "ada",
  emails: many(1_000, (index) => ({ value: `e${index}`, type: `t${index}` })),
  addresses: many(1_000, (index) => ({ region: `r${index}` })),
};

function outcome(before: UserAttributes, ...Operations: readonly unknown[]): string {
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
  try {
    applyPatch(userType, before, decodePatch({ schemas, Operations }));
  } catch (error) {
    if (error instanceof ScimError) return error.fault;
    throw error;
  }
  return "done";
}

const terms = many(100, (index) => `type eq "z${index}"`).join(" or ");

describe("what multiplies is refused with tooMany", () => {
  const table: [string, readonly unknown[]][] = [
    [
      "very many values to add",
      [{ op: "add", path: "ims", value: many(50_000, (index) => ({ value: `v${index}` })) }],
    ],
    [
      "very many values to add, of one value and as many types",
      [{ op: "add", path: "ims", value: many(20_000, (index) => ({ value: "v", type: `${index}` })) }],
    ],
    [
      "very many values to remove",
      [{ op: "remove", path: "addresses", value: many(50_000, (index) => ({ region: `v${index}` })) }],
    ],
    [
      "long filters in many operations",
      many(500, () => ({ op: "remove", path: `emails[${terms}].display` })),
    ],
    [
      "long negated filters in many operations",
      many(500, () => ({ op: "remove", path: `emails[type pr and not (${terms})].display` })),
    ],
    [
      "many keys that are paths, in one operation",
      [
        {
          op: "add",
          value: Object.fromEntries(many(20_000, (index) => [`emails[type eq "${index}"].display`, ""])),
        },
      ],
    ],
  ];
  for (const [what, operations] of table)
    test(what, () => expect(outcome(full, ...operations)).toBe("tooMany"));
});

describe("what adds up is done, up to the limits of operations and of values", () => {
  const table: [string, readonly unknown[]][] = [
    [
      "1,000 values in one operation",
      [{ op: "add", path: "ims", value: many(1_000, (index) => ({ value: `v${index}` })) }],
    ],
    [
      "1,000 operations that add one value each",
      many(1_000, (index) => ({ op: "add", path: "ims", value: [{ value: `v${index}` }] })),
    ],
    [
      "1,000 operations on one of 1,000 values each",
      many(1_000, (index) => ({ op: "replace", path: `emails[type eq "t${index}"].display`, value: "x" })),
    ],
    [
      "1,000 operations on all of 1,000 values",
      many(1_000, () => ({ op: "replace", path: "emails.primary", value: true })),
    ],
  ];
  for (const [what, operations] of table) test(what, () => expect(outcome(full, ...operations)).toBe("done"));

  test("more values than an attribute takes are invalidValue", () => {
    const value = many(1_001, (index) => ({ value: `v${index}` }));
    for (const op of ["add", "replace"])
      expect(outcome({ userName: "ada" }, { op, path: "ims", value })).toBe("invalidValue");
  });
});
