/**
 * Whatever reads declarations treats the attributes of an organization's own schemas as those of the RFC.
 */
import { describe, expect, test } from "vitest";
import { encodeResourceType, encodeSchema } from "../discovery.ts";
import { ScimError } from "../error.ts";
import { matches } from "../filter/filter.ts";
import { parseFilter } from "../filter/parse.ts";
import { decodePatch } from "../message.ts";
import { applyPatch } from "../patch/patch.ts";
import { check, decodeResource, encodeResource } from "../resource/resource.ts";
import type { JsonObject } from "../value/value.ts";
import { decodeCustomSchema } from "./custom-schema.ts";
import { groupType } from "./group.ts";
import { withCustomSchemas } from "./resource-types.ts";
import { userType } from "./user.ts";

const schemas = ["urn:ietf:params:scim:schemas:core:2.0:Schema"];
const urn = "urn:example:params:scim:badge:1.0:User";
const badge = decodeCustomSchema({
  schemas,
  id: urn,
  name: "Badge",
  resourceType: "User",
  description: "What opens doors.",
  attributes: [
    { name: "number", type: "string", required: true, caseExact: true },
    { name: "kind", type: "string", canonicalValues: ["card", "key"] },
    { name: "level", type: "integer" },
    { name: "height", type: "decimal" },
    { name: "lost", type: "boolean" },
    { name: "until", type: "dateTime" },
    { name: "photo", type: "binary" },
    { name: "issuer", type: "reference", referenceTypes: ["User"] },
    { name: "tags", type: "string", multiValued: true },
    { name: "pin", type: "string", mutability: "writeOnly" },
    {
      name: "doors",
      type: "complex",
      multiValued: true,
      subAttributes: [
        { name: "value", type: "string", required: true },
        { name: "floor", type: "integer" },
        { name: "primary", type: "boolean" },
      ],
    },
  ],
});
const site = decodeCustomSchema({
  schemas,
  id: "urn:example:params:scim:site:1.0:Group",
  name: "Site",
  resourceType: "Group",
  attributes: [{ name: "city", type: "string" }],
});
const types = withCustomSchemas([badge, site]);

const core = "urn:ietf:params:scim:schemas:core:2.0:User";
const decode = (own: unknown) => decodeResource(types.User, { schemas: [core], userName: "ada", [urn]: own });
const stored = (own?: JsonObject) => ({ userName: "ada", ...(own && { extension_Badge: own }) });
const at = new Date("2026-01-31T12:00:00.000Z");
const encode = (attributes: JsonObject) =>
  encodeResource(types.User, { id: "1", version: 1, createdAt: at, modifiedAt: at, attributes }, "https://x");
const faultOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return error instanceof ScimError ? [error.fault, error.message] : error;
  }
  return "none";
};

const full = {
  number: "A1",
  kind: "card",
  level: 3,
  height: 1.5,
  lost: false,
  until: "2026-12-31T00:00:00+01:00",
  photo: "TWFu",
  issuer: "u1",
  tags: ["a", "b"],
  doors: [{ value: "d1", floor: 1, primary: true }, { value: "d2" }],
};

test("without custom schemas the types are the very ones that there are", () => {
  expect(withCustomSchemas([])).toBe(withCustomSchemas([]));
  expect(withCustomSchemas([])).toEqual({ User: userType, Group: groupType });
  expect(withCustomSchemas([badge]).Group).toBe(groupType);
});

test("the types of everybody else stay as they are", () => {
  expect(userType.extensions.map(({ name }) => name)).toEqual(["EnterpriseUser"]);
  expect(groupType.extensions).toEqual([]);
  expect(types.User.extensions.map(({ name }) => name)).toEqual(["EnterpriseUser", "Badge"]);
  expect(types.Group.extensions.map(({ name }) => name)).toEqual(["Site"]);
});

test("they are announced (RFC 7643 §6, §7)", () => {
  expect(encodeResourceType(types.User, "https://x")["schemaExtensions"]).toContainEqual({
    schema: urn,
    required: false,
  });
  const [, extension] = types.User.extensions;
  expect(extension && encodeSchema(extension, "https://x")).toMatchObject({
    id: urn,
    name: "Badge",
    description: "What opens doors.",
    attributes: expect.arrayContaining([
      expect.objectContaining({ name: "number", type: "string", required: true, caseExact: true }),
      expect.objectContaining({ name: "kind", canonicalValues: ["card", "key"], caseExact: false }),
      expect.objectContaining({ name: "photo", type: "binary", caseExact: true }),
      expect.objectContaining({ name: "pin", mutability: "writeOnly", returned: "never" }),
      expect.objectContaining({ name: "tags", type: "string", multiValued: true }),
    ]),
  });
});

describe("they are written and read", () => {
  test("as they were sent, under the URN on the wire and a short key in the store", () => {
    expect(decode(full)).toEqual(stored(full));
    const wire = encode(stored(full));
    expect(wire[urn]).toEqual(full);
    expect(wire["schemas"]).toEqual([core, urn]);
    expect(wire).not.toHaveProperty("extension_Badge");
    expect(decodeResource(types.User, JSON.parse(JSON.stringify(wire)))).toEqual(stored(full));
  });

  test("in the shapes of directories: other case, texts, lists of one", () => {
    const sent = {
      NUMBER: "A1",
      level: "3",
      lost: "False",
      kind: ["card"],
      tags: "a",
      doors: { VALUE: "d" },
    };
    const expected = {
      number: "A1",
      level: 3,
      lost: false,
      kind: "card",
      tags: ["a"],
      doors: [{ value: "d" }],
    };
    expect(decode(sent)).toEqual(stored(expected));
  });

  test("what is unassigned is absent, and so is an extension in which nothing is (RFC 7643 §2.5)", () => {
    expect(decode({ number: "A1", level: null, tags: [], doors: [{}] })).toEqual(stored({ number: "A1" }));
    expect(decode({ level: null })).toEqual(stored());
    expect(encode(stored())["schemas"]).toEqual([core]);
  });

  test("what is writeOnly is kept and never shown", () => {
    expect(decode({ number: "A1", pin: "1234" })).toEqual(stored({ number: "A1", pin: "1234" }));
    expect(encode(stored({ number: "A1", pin: "1234" }))[urn]).toEqual({ number: "A1" });
  });

  test("groups have their own", () => {
    const Group = {
      schemas: [groupType.schema.id],
      displayName: "G",
      [site.id]: { city: "Oslo", number: "x" },
    };
    expect(decodeResource(types.Group, Group)).toEqual({
      displayName: "G",
      extension_Site: { city: "Oslo" },
    });
  });

  test("an organization without the schema does not take them in (RFC 7644 §3.3)", () => {
    const sent = { schemas: [core], userName: "ada", [urn]: full, extension_Badge: full, number: "A1" };
    expect(decodeResource(userType, sent)).toEqual({ userName: "ada" });
  });
});

describe("what they cannot be is invalidValue, and named", () => {
  const table: [string, object, string][] = [
    ["a fraction for an integer", { level: 1.5 }, "Badge.level: the value must be a whole number"],
    ["an integer that is not exact", { level: 2 ** 60 }, "Badge.level"],
    ["a word for an integer", { level: "high" }, "Badge.level must be a number"],
    ["a blank for an integer", { level: " " }, "Badge.level must be a number"],
    ["a word for a decimal", { height: "1,5" }, "Badge.height must be a number"],
    ["a day for a time", { until: "2026-12-31" }, "Badge.until: the value must be a day with a time"],
    ["a day that is none", { until: "2026-02-30T00:00:00Z" }, "Badge.until"],
    ["a number for a time", { until: 5 }, "Badge.until must be a text"],
    ["bytes with blanks", { photo: "TW Fu" }, "Badge.photo: the value must be base64"],
    ["a number for a reference", { issuer: 5 }, "Badge.issuer must be a text"],
    ["two values for one", { kind: ["a", "b"] }, "Badge.kind takes one value"],
    [
      "a part that is required and missing",
      { doors: [{ floor: 1 }] },
      "Badge.doors[0].value: a value is required",
    ],
    [
      "two primary values",
      {
        doors: [
          { value: "a", primary: true },
          { value: "b", primary: true },
        ],
      },
      "Badge.doors",
    ],
    ["too many values", { tags: Array(1_001).fill("a") }, "Badge.tags: the value is too large, at most 1000"],
  ];
  test.each(table)("%s", (_, own, words) => {
    expect(faultOf(() => decode({ number: "A1", ...own }))).toEqual([
      "invalidValue",
      expect.stringContaining(words),
    ]);
  });

  test("what is required, where the extension is there at all (RFC 7643 §6)", () => {
    expect(faultOf(() => decode({ kind: "card" }))).toEqual([
      "invalidValue",
      "Badge.number: a value is required.",
    ]);
  });
});

test("a key that nothing is declared for is in no stored form", () => {
  expect(check(types.User, stored({ number: "A1" }))).toEqual(stored({ number: "A1" }));
  for (const more of [
    { other: 1 },
    { extension_Site: { city: "Oslo" } },
    { extension_Badge: { number: "A1", x: 1 } },
  ])
    expect(faultOf(() => check(types.User, { userName: "ada", ...more }))).toEqual([
      "invalidValue",
      expect.any(String),
    ]);
});

describe("they are patched", () => {
  const patch = (before: JsonObject | undefined, ...Operations: object[]) => {
    const body = { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations };
    return applyPatch(types.User, stored(before), decodePatch(body));
  };
  const table: [string, object, JsonObject | undefined, JsonObject | undefined][] = [
    ["by their URN", { op: "add", path: `${urn}:number`, value: "A1" }, undefined, { number: "A1" }],
    [
      "by the URN without a path",
      { op: "add", value: { [urn]: { number: "A1" } } },
      undefined,
      { number: "A1" },
    ],
    [
      "by a whole name without a path",
      { op: "add", value: { [`${urn}:level`]: "4" } },
      { number: "A1" },
      { number: "A1", level: 4 },
    ],
    [
      "in another case",
      { op: "replace", path: `${urn.toUpperCase()}:KIND`, value: "key" },
      { number: "A1" },
      { number: "A1", kind: "key" },
    ],
    [
      "one of many",
      { op: "replace", path: `${urn}:doors[value eq "d2"].floor`, value: 7 },
      { number: "A1", doors: [{ value: "d1" }, { value: "d2" }] },
      { number: "A1", doors: [{ value: "d1" }, { value: "d2", floor: 7 }] },
    ],
    [
      "one text more",
      { op: "add", path: `${urn}:tags`, value: ["b"] },
      { number: "A1", tags: ["a"] },
      { number: "A1", tags: ["a", "b"] },
    ],
    ["away", { op: "remove", path: `${urn}:kind` }, { number: "A1", kind: "card" }, { number: "A1" }],
    ["away as a whole", { op: "remove", path: urn }, { number: "A1" }, undefined],
  ];
  test.each(table)("%s", (_, operation, before, after) => {
    expect(patch(before, operation)).toEqual(stored(after));
  });

  test.each([
    [{ op: "replace", path: `${urn}:level`, value: 1.5 }, "invalidValue"],
    [{ op: "replace", path: `${urn}:until`, value: "soon" }, "invalidValue"],
    [{ op: "remove", path: `${urn}:number` }, "mutability"],
    [{ op: "add", path: `${urn}:nosuch`, value: "x" }, "invalidPath"],
  ])("%j is refused", (operation, fault) => {
    expect(faultOf(() => patch({ number: "A1" }, operation))).toEqual([fault, expect.any(String)]);
  });
});

describe("they are filtered", () => {
  test.each([
    `${urn}:number eq "A1"`,
    `${urn}:kind eq "CARD"`,
    `${urn}:level ge 3`,
    `${urn}:lost eq false`,
    `${urn}:until gt "2026-12-30T22:30:00Z"`,
    `${urn}:tags eq "b"`,
    `${urn}:doors[value eq "d1" and floor eq 1]`,
    `${urn} pr`,
  ])("%s", (filter) => expect(matches(parseFilter(types.User, filter), stored(full))).toBe(true));

  test.each([
    `${urn}:number eq "a1"`,
    `${urn}:level gt 3`,
    `${urn}:until gt "2026-12-30T23:30:00Z"`,
    `${urn}:doors[value eq "d2" and floor eq 1]`,
  ])("%s does not match", (filter) =>
    expect(matches(parseFilter(types.User, filter), stored(full))).toBe(false),
  );

  test("and are unknown elsewhere", () => {
    expect(faultOf(() => parseFilter(userType, `${urn}:number pr`))).toEqual([
      "invalidFilter",
      expect.any(String),
    ]);
  });
});
