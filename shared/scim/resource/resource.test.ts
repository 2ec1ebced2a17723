import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { someText, someUser } from "../arbitrary.ts";
import { ScimError } from "../error.ts";
import { type UserAttributes, userType } from "../schema/user.ts";
import { isObject } from "../value/value.ts";
import { decodeResource, encodeResource } from "./resource.ts";

const core = "urn:ietf:params:scim:schemas:core:2.0:User";
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const at = new Date("2026-01-31T12:00:00.000Z");
const baseUrl = "https://roll.example/scim/v2/acme";

const decode = (more: Record<string, unknown>) =>
  decodeResource(userType, { schemas: [core], userName: "ada", ...more });
const encode = (attributes: UserAttributes) =>
  encodeResource(userType, { id: "1", version: 3, createdAt: at, modifiedAt: at, attributes }, baseUrl);
const faultOf = (body: unknown) => {
  try {
    decodeResource(userType, body);
  } catch (error) {
    return error instanceof ScimError ? error.fault : error;
  }
  return "none";
};

describe("decode and encode are inverse", () => {
  test("for whatever user there is", () => {
    fc.assert(
      fc.property(someUser, (user) => {
        expect(decodeResource(userType, JSON.parse(JSON.stringify(encode(user))))).toEqual(user);
      }),
      { numRuns: 500 },
    );
  });

  test("in whatever case the names of the attributes are written", () => {
    fc.assert(
      fc.property(someUser, fc.infiniteStream(fc.boolean()), (user, flips) => {
        expect(decodeResource(userType, inOddCase(encode(user), flips))).toEqual(user);
      }),
      { numRuns: 300 },
    );
  });

  test("a client that reads a user and puts it back changes nothing", () => {
    const sent = { ...encode({ userName: "ada" }), groups: [], password: "secret" };
    expect(decodeResource(userType, sent)).toEqual({ userName: "ada" });
  });
});

function inOddCase(value: unknown, flips: fc.Stream<boolean>): unknown {
  if (Array.isArray(value)) return value.map((element) => inOddCase(element, flips));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      const odd = [...key].map((letter) =>
        flips.next().value ? letter.toUpperCase() : letter.toLowerCase(),
      );
      return [odd.join(""), inOddCase(part, flips)];
    }),
  );
}

describe("what is encoded", () => {
  test("names its schemas, its place, its times and its version", () => {
    expect(encode({ userName: "ada", enterprise: { department: "Engines" } })).toEqual({
      schemas: [core, enterprise],
      id: "1",
      userName: "ada",
      [enterprise]: { department: "Engines" },
      meta: {
        resourceType: "User",
        created: "2026-01-31T12:00:00.000Z",
        lastModified: "2026-01-31T12:00:00.000Z",
        location: "https://roll.example/scim/v2/acme/Users/1",
        version: 'W/"3"',
      },
    });
  });

  test("does not name the extension of a user who has nothing in it", () => {
    expect(encode({ userName: "ada" })["schemas"]).toEqual([core]);
  });

  test("has no null in it, and no key of the stored form", () => {
    fc.assert(
      fc.property(someUser, (user) => {
        const wire = encode(user);
        expect(JSON.stringify(wire)).not.toMatch(/:null[,}\]]/);
        expect(Object.keys(wire)).not.toContain("enterprise");
      }),
    );
  });
});

describe("unassigned", () => {
  const unassigned: [string, unknown][] = [
    ["null", null],
    ["an empty text", ""],
    ["an empty list", []],
  ];
  for (const [what, value] of unassigned) {
    test(`${what} is the same as absent, for every attribute that may be absent`, () => {
      for (const { name, required } of userType.schema.attributes.values()) {
        if (!required) expect(decode({ [name]: value }), name).toEqual({ userName: "ada" });
      }
      expect(decode({ [enterprise]: value })).toEqual({ userName: "ada" });
    });

    test(`${what} in a part of a complex attribute leaves the other parts`, () => {
      const name = { givenName: "Ada", familyName: value };
      expect(decode({ name, [enterprise]: { department: value, division: "D" } })).toEqual({
        userName: "ada",
        name: { givenName: "Ada" },
        enterprise: { division: "D" },
      });
    });

    test(`${what} for userName is a missing userName`, () => {
      expect(faultOf({ schemas: [core], userName: value })).toBe("invalidValue");
    });
  }

  test("an object in which nothing is assigned is absent, alone and among others", () => {
    expect(
      decode({ name: { givenName: "" }, emails: [{}, { value: null }, { value: "a@b.example" }] }),
    ).toEqual({ userName: "ada", emails: [{ value: "a@b.example" }] });
  });
});

describe("nothing gets in", () => {
  test("that is read-only", () => {
    const meta = { resourceType: "User", version: 'W/"99"', created: "2000-01-01T00:00:00Z" };
    const manager = { value: "m", displayName: "Boss", $ref: "https://elsewhere.example/Users/x" };
    expect(decode({ id: "mine", meta, [enterprise]: { manager } })).toEqual({
      userName: "ada",
      enterprise: { manager: { value: "m" } },
    });
  });

  test("that is not declared, at whatever depth", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (unknown) => {
        const strange = Object.fromEntries(
          Object.entries(unknown).map(([key, value]) => [`x-${key}`, value]),
        );
        const sent = {
          ...strange,
          name: { ...strange, givenName: "A" },
          emails: [{ ...strange, value: "v" }],
        };
        expect(decode({ ...sent, [enterprise]: { ...strange, department: "D" } })).toEqual({
          userName: "ada",
          name: { givenName: "A" },
          emails: [{ value: "v" }],
          enterprise: { department: "D" },
        });
      }),
    );
  });

  test("under the name that the extension has in the store", () => {
    expect(decode({ enterprise: { department: "D" }, department: "D" })).toEqual({ userName: "ada" });
  });

  test("that reaches for the prototype", () => {
    const body: unknown = JSON.parse(
      `{"schemas":["${core}"],"userName":"ada","__proto__":{"active":false},"constructor":{"prototype":{"x":1}},"name":{"__proto__":{"givenName":"x"}}}`,
    );
    const decoded = decodeResource(userType, body);
    expect(decoded).toEqual({ userName: "ada" });
    expect(decoded.active).toBeUndefined();
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
  });
});

describe("what is refused", () => {
  const wrong: [string, unknown, string][] = [
    ["no object", "ada", "invalidSyntax"],
    ["null", null, "invalidSyntax"],
    ["a list", [], "invalidSyntax"],
    ["no schemas", { userName: "ada" }, "invalidSyntax"],
    ["another schema", { schemas: [enterprise], userName: "ada" }, "invalidSyntax"],
    ["schemas as a text", { schemas: core, userName: "ada" }, "invalidSyntax"],
    ["no userName", { schemas: [core], displayName: "Ada" }, "invalidValue"],
    ["a number for a text", { schemas: [core], userName: 7 }, "invalidValue"],
    ["an object for a text", { schemas: [core], userName: "ada", title: { a: 1 } }, "invalidValue"],
    ["two values for one", { schemas: [core], userName: "ada", title: ["a", "b"] }, "invalidValue"],
    ["a word for a boolean", { schemas: [core], userName: "ada", active: "perhaps" }, "invalidValue"],
    ["a number for a boolean", { schemas: [core], userName: "ada", active: 0 }, "invalidValue"],
    ["a text for a name", { schemas: [core], userName: "ada", name: "Ada" }, "invalidValue"],
    [
      "two primary values",
      {
        schemas: [core],
        userName: "ada",
        emails: [
          { value: "a", primary: true },
          { value: "b", primary: "True" },
        ],
      },
      "invalidValue",
    ],
    [
      "a certificate that is no base64",
      { schemas: [core], userName: "ada", x509Certificates: [{ value: "-----BEGIN CERTIFICATE-----" }] },
      "invalidValue",
    ],
    ["a text that is too long", { schemas: [core], userName: "a".repeat(10_001) }, "invalidValue"],
    [
      "too many values",
      {
        schemas: [core],
        userName: "ada",
        emails: Array.from({ length: 1_001 }, (_, value) => ({ value: `a${value}` })),
      },
      "invalidValue",
    ],
  ];
  for (const [what, body, fault] of wrong) {
    test(`${what} is ${fault}`, () => expect(faultOf(body)).toBe(fault));
  }

  test("a text goes in up to the limit", () => {
    fc.assert(
      fc.property(someText, (title) => {
        expect(decode({ title }).title).toBe(title);
      }),
      { numRuns: 50 },
    );
    expect(decode({ title: "a".repeat(10_000) }).title).toHaveLength(10_000);
  });

  test("the detail names the attribute, and never repeats the value", () => {
    expect(() => decode({ emails: [{ value: { secret: 1 } }] })).toThrow(/emails.*value/);
    expect(() => decode({ active: "hunter2" })).not.toThrow(/hunter2/);
    expect(() => decode({ x509Certificates: [{ value: "hunter 2" }] })).toThrow(
      "x509Certificates[0].value: the value must be base64",
    );
    expect(() => decode({ [enterprise]: { costCenter: "x".repeat(10_001) } })).toThrow(
      "EnterpriseUser.costCenter: ",
    );
  });
});
