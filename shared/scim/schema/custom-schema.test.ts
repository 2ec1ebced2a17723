import { describe, expect, test } from "vitest";
import { ScimError } from "../error.ts";
import { type CustomSchema, decodeCustomSchema, requireDistinctSchemas } from "./custom-schema.ts";

const schemas = ["urn:ietf:params:scim:schemas:core:2.0:Schema"];
const id = "urn:example:params:scim:badge:1.0:User";
const whole = {
  schemas,
  id,
  name: "Badge",
  resourceType: "User",
  attributes: [{ name: "number", type: "string" }],
};
const having = (...attributes: unknown[]) => ({ ...whole, attributes });
const of = (attribute: object) => having({ name: "one", type: "string", ...attribute });
const within = (part: object) =>
  of({ type: "complex", subAttributes: [{ name: "two", type: "string", ...part }] });

const faultOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return error instanceof ScimError ? [error.fault, error.message] : error;
  }
  return "none";
};

describe("what is declared", () => {
  test("has the defaults of RFC 7643 §7", () => {
    expect(decodeCustomSchema(whole)).toEqual({
      id,
      name: "Badge",
      resourceType: "User",
      attributes: [
        {
          name: "number",
          type: "string",
          multiValued: false,
          required: false,
          caseExact: false,
          mutability: "readWrite",
          returned: "default",
          uniqueness: "none",
        },
      ],
    });
  });

  test("is plain JSON, and declared again it is the same", () => {
    const declared = decodeCustomSchema({
      ...whole,
      meta: { resourceType: "Schema" },
      description: "What opens doors.",
      resourceType: "Group",
      attributes: [
        { name: "level", type: "integer", required: true, description: "How far." },
        { name: "kind", type: "string", canonicalValues: ["card", "key"], caseExact: true },
        { name: "secret", type: "string", mutability: "writeOnly", returned: "never" },
        {
          name: "doors",
          type: "complex",
          multiValued: true,
          subAttributes: [
            { name: "value", type: "reference", referenceTypes: ["external"], mutability: "immutable" },
            { name: "until", type: "dateTime", returned: "request" },
          ],
        },
      ],
    });
    const stored: CustomSchema = JSON.parse(JSON.stringify(declared));
    expect(stored).toEqual(declared);
    expect(decodeCustomSchema({ schemas, ...stored })).toEqual(declared);
  });

  test.each(["string", "boolean", "decimal", "integer", "dateTime", "reference", "binary"])(
    "can be %s",
    (type) => expect(decodeCustomSchema(of({ type })).attributes[0]).toMatchObject({ type }),
  );

  test.each([
    "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User",
    "URN:Example:x",
    "urn:example:a-b_c.d:1",
    "urn:ietf:params:scim:schemas:extension:enterprise:3.0:User",
  ])("can have the id %s", (urn) => expect(decodeCustomSchema({ ...whole, id: urn }).id).toBe(urn));

  test("can be as large as is said", () => {
    const plain = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ name: `n${n}`, type: "boolean" }));
    expect(decodeCustomSchema(having(...plain(100))).attributes).toHaveLength(100);
    expect(faultOf(() => decodeCustomSchema(of({ type: "complex", subAttributes: plain(50) })))).toBe("none");
  });
});

describe("what is refused, and why", () => {
  const long = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ name: `n${n}`, type: "boolean" }));
  const table: [string, unknown, string, string][] = [
    ["no object", "x", "invalidSyntax", "a JSON object"],
    ["no schemas", { ...whole, schemas: undefined }, "invalidSyntax", "core:2.0:Schema"],
    ["no id", { ...whole, id: undefined }, "invalidValue", "id must be a text"],
    ["an id that is no URN", { ...whole, id: "https://example.com/x" }, "invalidValue", "id must be a URN"],
    ["an id with a comma", { ...whole, id: "urn:example:a,b" }, "invalidValue", "id must be a URN"],
    ["an id with a bracket", { ...whole, id: "urn:example:a[b" }, "invalidValue", "id must be a URN"],
    ["an id that ends too early", { ...whole, id: "urn:example:" }, "invalidValue", "id must be a URN"],
    ["an id that is too long", { ...whole, id: `urn:x:${"a".repeat(200)}` }, "invalidValue", "at most 200"],
    [
      "the id of users",
      { ...whole, id: "urn:ietf:params:scim:schemas:core:2.0:User" },
      "invalidValue",
      "of your own",
    ],
    [
      "any id of the core",
      { ...whole, id: "URN:IETF:params:scim:schemas:core:2.0:Device" },
      "invalidValue",
      "of your own",
    ],
    [
      "the id of a message",
      { ...whole, id: "urn:ietf:params:scim:api:messages:2.0:X" },
      "invalidValue",
      "of your own",
    ],
    [
      "the id of the extension, in another case",
      { ...whole, id: "urn:ietf:params:scim:schemas:extension:ENTERPRISE:2.0:User" },
      "invalidValue",
      "is there",
    ],
    [
      "an id that the extension continues",
      { ...whole, id: "urn:ietf:params:scim:schemas:extension:enterprise" },
      "invalidValue",
      "is there",
    ],
    ["no name", { ...whole, name: undefined }, "invalidValue", "name must be a text"],
    ["a name with a dot", { ...whole, name: "a.b" }, "invalidValue", "name must begin with a letter"],
    ["no resource type", { ...whole, resourceType: undefined }, "invalidValue", "User, Group"],
    ["another resource type", { ...whole, resourceType: "Device" }, "invalidValue", "User, Group"],
    ["what is not known", { ...whole, endpoint: "/x" }, "invalidValue", "has endpoint, which is not known"],
    ["no attributes", having(), "invalidValue", "attributes must not be empty"],
    ["an attribute that is none", having("x"), "invalidValue", "attributes[0] must be an object"],
    ["too many attributes", having(...long(101)), "invalidValue", "at most 100"],
    ["too many parts", of({ type: "complex", subAttributes: long(51) }), "invalidValue", "at most 50"],
    ["no type", of({ type: undefined }), "invalidValue", "attributes[0].type must be complex, or one of"],
    ["another type", of({ type: "text" }), "invalidValue", "attributes[0].type must be complex, or one of"],
    [
      "complex without parts",
      of({ type: "complex" }),
      "invalidValue",
      "attributes[0].subAttributes must be a list",
    ],
    ["parts of what is simple", of({ subAttributes: [] }), "invalidValue", "has subAttributes"],
    [
      "complex within complex (RFC 7643 §2.3.8)",
      within({ type: "complex", subAttributes: [] }),
      "invalidValue",
      "attributes[0].subAttributes[0].type must be one of",
    ],
    ["a wrong spelling", of({ multivalued: true }), "invalidValue", "has multivalued, which is not known"],
    [
      "a word for true",
      of({ required: "true" }),
      "invalidValue",
      "attributes[0].required must be true or false",
    ],
    [
      "readOnly",
      of({ mutability: "readOnly" }),
      "invalidValue",
      "attributes[0].mutability must be readWrite,",
    ],
    [
      "readOnly in a part",
      within({ mutability: "readOnly" }),
      "invalidValue",
      "[0].subAttributes[0].mutability",
    ],
    ["unique values", of({ uniqueness: "server" }), "invalidValue", "attributes[0].uniqueness must be none"],
    [
      "unique values of parts",
      within({ uniqueness: "global" }),
      "invalidValue",
      "[0].subAttributes[0].uniqueness",
    ],
    ["another returned", of({ returned: "sometimes" }), "invalidValue", "always, never, default, request"],
    [
      "a secret that is always returned",
      of({ mutability: "writeOnly", returned: "always" }),
      "invalidValue",
      "attributes[0].returned must be never",
    ],
    [
      "canonical numbers",
      of({ type: "integer", canonicalValues: ["1"] }),
      "invalidValue",
      "for the type string",
    ],
    ["what a text refers to", of({ referenceTypes: ["User"] }), "invalidValue", "for the type reference"],
    [
      "a reference to nothing here",
      of({ type: "reference", referenceTypes: ["Device"] }),
      "invalidValue",
      "User, Group",
    ],
    [
      "a name twice",
      having({ name: "a", type: "string" }, { name: "A", type: "string" }),
      "invalidValue",
      "[1].name",
    ],
    [
      "the name of a part twice",
      of({
        type: "complex",
        subAttributes: [
          { name: "a", type: "string" },
          { name: "A", type: "string" },
        ],
      }),
      "invalidValue",
      "subAttributes[1].name is there twice",
    ],
    [
      "more than is kept",
      having(...long(100).map((one) => ({ ...one, description: "x".repeat(1_000) }))),
      "invalidValue",
      "at most 65536",
    ],
  ];
  test.each(table)("%s", (_, body, fault, words) => {
    expect(faultOf(() => decodeCustomSchema(body))).toEqual([fault, expect.stringContaining(words)]);
  });

  const names = [
    "$ref",
    "1st",
    "-a",
    "_a",
    "a.b",
    "a b",
    "",
    "é",
    "constructor",
    "__proto__",
    "toString",
    "HASOWNPROPERTY",
    "valueof",
  ];
  test.each(names)("the name %j, of an attribute, of a part and of the schema", (name) => {
    for (const body of [of({ name }), within({ name }), { ...whole, name }])
      expect(faultOf(() => decodeCustomSchema(body))).toEqual([
        "invalidValue",
        expect.stringContaining("name"),
      ]);
  });

  test("what was sent is not repeated", () => {
    const secret = "hunter2 ".repeat(50);
    for (const body of [of({ name: secret }), { ...whole, id: secret }, of({ type: secret })])
      expect(JSON.stringify(faultOf(() => decodeCustomSchema(body)))).not.toMatch(/hunter/);
  });
});

describe("schemas side by side", () => {
  const one = decodeCustomSchema(whole);
  const table: [string, CustomSchema[], string][] = [
    [
      "the same name in another case",
      [one, { ...one, id: "urn:example:other", name: "BADGE" }],
      "uniqueness",
    ],
    ["the same id in another case", [one, { ...one, id: id.toUpperCase(), name: "Other" }], "uniqueness"],
    ["an id that continues another", [one, { ...one, id: `${id}:x`, name: "Other" }], "uniqueness"],
    ["an id that another continues", [{ ...one, id: `${id}:x`, name: "Other" }, one], "uniqueness"],
    [
      "too many",
      Array.from({ length: 11 }, (_, n) => ({ ...one, id: `urn:x:${n}`, name: `n${n}` })),
      "tooMany",
    ],
  ];
  test.each(table)("%s", (_, all, fault) => {
    expect(faultOf(() => requireDistinctSchemas(all))).toEqual([fault, expect.any(String)]);
  });

  test("others are fine, also where the beginning is the same", () => {
    const all = ["urn:example:ab", "urn:example:a", "urn:example:abc"].map((urn, n) => ({
      ...one,
      id: urn,
      name: `n${n}`,
    }));
    expect(faultOf(() => requireDistinctSchemas(all))).toBe("none");
  });
});
