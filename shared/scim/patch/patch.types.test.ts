/** PATCH of attributes that a User has not: immutable ones and lists of simple values (RFC 7643 §2.2, §2.4). */
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ScimError } from "../error.ts";
import { decodePatch } from "../message.ts";
import { complex, many, text, texts } from "../schema/attribute.ts";
import { resourceType } from "../schema/resource-type.ts";
import { applyPatch } from "./patch.ts";

const declaration = z.strictObject({
  tags: texts("Simple values.").optional(),
  badge: text("Given once.", { mutability: "immutable" }).optional(),
  seat: complex("Given once.", {
    row: text("A part.").optional(),
    number: text("Given once.", { mutability: "immutable" }).optional(),
  }).optional(),
  keys: many("Values with a part that is given once.", {
    value: text("Given once.", { mutability: "immutable" }).optional(),
    display: text("A part.").optional(),
  }).optional(),
});
type Thing = z.infer<typeof declaration>;
const thingType = resourceType<Thing>({
  name: "Thing",
  endpoint: "/Things",
  description: "A thing.",
  urn: "urn:x:Thing",
  declaration,
  extensions: [],
  stored: declaration,
});

const patchOf =
  (before: Thing) =>
  (...Operations: readonly unknown[]): Thing =>
    applyPatch(
      thingType,
      before,
      decodePatch({ schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations }),
    );

function faultOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ScimError) return error.fault;
    throw error;
  }
  return "none";
}

describe("an immutable attribute (3.5.2: a client may add a value where there was none, and never change it)", () => {
  const fresh = patchOf({});
  const given = patchOf({
    badge: "7",
    seat: { row: "A", number: "1" },
    keys: [{ value: "k1" }],
  });

  test("takes its first value", () => {
    for (const op of ["add", "replace"]) {
      expect(fresh({ op, path: "badge", value: "7" })).toEqual({ badge: "7" });
      expect(fresh({ op, path: "seat.number", value: "1" })).toEqual({ seat: { number: "1" } });
    }
  });

  test("takes the value that it has already", () => {
    expect(given({ op: "replace", path: "badge", value: "7" })).toMatchObject({ badge: "7" });
    expect(given({ op: "add", value: { seat: { row: "B", number: "1" } } })).toMatchObject({
      seat: { row: "B", number: "1" },
    });
  });

  test("is neither changed nor emptied nor removed", () => {
    const operations = [
      { op: "add", path: "badge", value: "8" },
      { op: "replace", path: "badge", value: null },
      { op: "replace", value: { badge: "8" } },
      { op: "remove", path: "badge" },
      { op: "replace", path: "seat.number", value: "2" },
      { op: "replace", path: "seat", value: { number: "2" } },
      { op: "remove", path: "seat.number" },
      { op: "replace", path: 'keys[value eq "k1"].value', value: "k2" },
      { op: "replace", path: 'keys[value eq "k1"]', value: { value: "k2" } },
    ];
    for (const operation of operations)
      expect(
        faultOf(() => given(operation)),
        JSON.stringify(operation),
      ).toBe("mutability");
  });
});

describe("a multi-valued attribute of simple values (RFC 7643 2.4)", () => {
  const tagged = patchOf({ tags: ["red", "green"] });
  const table: [Record<string, unknown>, readonly string[] | undefined][] = [
    [{ op: "add", path: "tags", value: "blue" }, ["red", "green", "blue"]],
    [{ op: "add", path: "tags", value: ["Red", "blue"] }, ["red", "green", "blue"]],
    [{ op: "replace", path: "tags", value: ["blue"] }, ["blue"]],
    [{ op: "remove", path: "tags", value: ["RED"] }, ["green"]],
    [{ op: "remove", path: 'tags[value eq "red"]' }, ["green"]],
    [{ op: "replace", path: 'tags[value eq "red"]', value: "blue" }, ["blue", "green"]],
    [{ op: "remove", path: "tags[value pr]" }, undefined],
    [{ op: "remove", path: "tags" }, undefined],
  ];
  for (const [operation, tags] of table)
    test(JSON.stringify(operation), () => expect(tagged(operation)).toEqual(tags ? { tags } : {}));

  test("an object is no text", () => {
    expect(faultOf(() => tagged({ op: "add", path: "tags", value: [{ value: "blue" }] }))).toBe(
      "invalidValue",
    );
  });
});
