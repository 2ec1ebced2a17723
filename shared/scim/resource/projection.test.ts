import { describe, expect, test } from "vitest";
import { decodeCustomSchema } from "../schema/custom-schema.ts";
import { groupType } from "../schema/group.ts";
import { withCustomSchemas } from "../schema/resource-types.ts";
import { type Projection, partsShown } from "./projection.ts";
import { encodeResource } from "./resource.ts";

const core = "urn:ietf:params:scim:schemas:core:2.0:User";
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const badge = "urn:example:params:scim:badge:1.0:User";
const at = new Date("2026-01-31T12:00:00.000Z");
const baseUrl = "https://roll.example/scim/v2/acme";

const returnedOf = (returned: string) => ({ name: returned, type: "string", returned });
const { User: type } = withCustomSchemas([
  decodeCustomSchema({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    id: badge,
    name: "Badge",
    resourceType: "User",
    attributes: [
      ...["always", "default", "request", "never"].map(returnedOf),
      { name: "secret", type: "string", mutability: "writeOnly" },
      {
        name: "doors",
        type: "complex",
        multiValued: true,
        subAttributes: [
          ...["always", "default", "request", "never"].map(returnedOf),
          { name: "secret", type: "string", mutability: "writeOnly" },
        ],
      },
      {
        name: "hidden",
        type: "complex",
        returned: "request",
        subAttributes: [returnedOf("always"), returnedOf("default")],
      },
    ],
  }),
]);

const all = { always: "a", default: "d", request: "r", never: "n", secret: "s" };
const attributes = {
  userName: "ada",
  name: { givenName: "Ada", familyName: "L" },
  emails: [{ value: "a@b.example", type: "work" }, { value: "c@d.example" }],
  enterprise: { department: "Engines", manager: { value: "m 1" } },
  extension_Badge: { ...all, doors: [all, { default: "only" }], hidden: { always: "a", default: "d" } },
};

const encode = (projection: Projection) =>
  encodeResource(
    type,
    { id: "1", version: 1, createdAt: at, modifiedAt: at, attributes },
    baseUrl,
    projection,
  );
const badgeIn = (projection: Projection) => encode(projection)[badge];

describe("without a projection", () => {
  test("what is returned by default or always is there, and nothing else (RFC 7643 §7)", () => {
    expect(badgeIn({})).toEqual({
      always: "a",
      default: "d",
      doors: [{ always: "a", default: "d" }, { default: "only" }],
    });
  });

  test.each([{ attributes: [] }, { excludedAttributes: [] }])("an empty list is none: %j", (projection) =>
    expect(encode(projection)).toEqual(encode({})),
  );

  test("what is made from an id is not there", () => {
    expect(encode({})[enterprise]).toEqual({ department: "Engines", manager: { value: "m 1" } });
  });
});

/** What is there of everything but `schemas` and `id`, which always are, and what is always there of the badge. */
const unasked = { always: "a", doors: [{ always: "a" }] };
const asked = { always: "a", default: "d", request: "r" };
describe("attributes (RFC 7644 §3.9)", () => {
  const table: [string[], object][] = [
    [["userName"], { userName: "ada", [badge]: unasked }],
    [["nosuch"], { [badge]: unasked }],
    [[`${badge}:default`], { [badge]: { ...unasked, default: "d" } }],
    [[`${badge}:request`], { [badge]: { ...unasked, request: "r" } }],
    [[`${badge}:never`, `${badge}:secret`, "secret"], { [badge]: unasked }],
    [[badge.toUpperCase()], { [badge]: badgeIn({}) }],
    [
      [`${badge}:doors`],
      { [badge]: { ...unasked, doors: [{ always: "a", default: "d" }, { default: "only" }] } },
    ],
    [[`${badge}:doors.request`], { [badge]: { ...unasked, doors: [{ always: "a", request: "r" }] } }],
    [[`${badge}:doors.never`, `${badge}:doors.secret`], { [badge]: unasked }],
    [[`${badge}:hidden`], { [badge]: { ...unasked, hidden: { always: "a", default: "d" } } }],
    [[`${badge}:hidden.default`], { [badge]: { ...unasked, hidden: { always: "a", default: "d" } } }],
    [
      [badge, `${badge}:doors.request`],
      { [badge]: { always: "a", default: "d", doors: [asked, { default: "only" }] } },
    ],
    [["emails.type"], { emails: [{ type: "work" }], [badge]: unasked }],
    [["emails.display"], { [badge]: unasked }],
    [["name.givenName", "name"], { name: attributes.name, [badge]: unasked }],
    [["name", "name.givenName"], { name: attributes.name, [badge]: unasked }],
    [[core], { userName: "ada", name: attributes.name, emails: attributes.emails, [badge]: unasked }],
    [["meta.version"], { meta: { version: 'W/"1"' }, [badge]: unasked }],
    [["manager.$ref"], { [enterprise]: { manager: { $ref: `${baseUrl}/Users/m%201` } }, [badge]: unasked }],
    [["manager"], { [enterprise]: { manager: { value: "m 1" } }, [badge]: unasked }],
    [
      ["manager.value", `${enterprise}:manager.$ref`],
      { [enterprise]: { manager: { value: "m 1", $ref: `${baseUrl}/Users/m%201` } }, [badge]: unasked },
    ],
  ];
  test.each(table)("%j", (names, expected) => {
    const { schemas, id, ...rest } = encode({ attributes: names });
    expect({ schemas, id }).toEqual({ schemas: [core, enterprise, badge], id: "1" });
    expect(rest).toEqual(expected);
  });
});

describe("excludedAttributes (RFC 7644 §3.9)", () => {
  const doors = [{ always: "a", default: "d" }, { default: "only" }];
  const table: [string[], unknown][] = [
    [["nosuch"], { always: "a", default: "d", doors }],
    [[`${badge}:always`], { always: "a", default: "d", doors }],
    [[`${badge}:default`], { always: "a", doors }],
    [[`${badge}:doors`], { always: "a", default: "d", doors: [{ always: "a" }] }],
    [[`${badge}:doors.always`], { always: "a", default: "d", doors }],
    [[`${badge}:doors.default`], { always: "a", default: "d", doors: [{ always: "a" }] }],
    [[`${badge}:request`, `${badge}:never`], { always: "a", default: "d", doors }],
    [[badge], unasked],
  ];
  test.each(table)("%j", (names, expected) =>
    expect(badgeIn({ excludedAttributes: names })).toEqual(expected),
  );

  test("the core schema by its name leaves the rest", () => {
    expect(Object.keys(encode({ excludedAttributes: [core] })).sort()).toEqual(
      ["schemas", "id", "meta", enterprise, badge].sort(),
    );
  });

  test("what is left without parts is not there", () => {
    const names = ["name.givenName", "name.familyName", `${enterprise}:department`, "manager.value"];
    const shown = encode({ excludedAttributes: names });
    expect(shown).not.toHaveProperty("name");
    expect(Object.keys(shown)).not.toContain(enterprise);
  });
});

test("a secret is in no answer, whatever is asked for", () => {
  const names = [badge, `${badge}:secret`, `${badge}:never`, `${badge}:doors.secret`, `${badge}:doors.never`];
  for (const projection of [
    {},
    { attributes: names },
    { attributes: [badge] },
    { excludedAttributes: ["name"] },
  ])
    expect(JSON.stringify(encode(projection))).not.toMatch(/"(secret|never)"/);
});

describe("the parts of members that are left", () => {
  const table: [Projection, readonly string[] | null][] = [
    [{}, ["value", "$ref", "display", "type"]],
    [{ attributes: ["members"] }, ["value", "$ref", "display", "type"]],
    [{ attributes: ["members.display"] }, ["display"]],
    [{ attributes: ["members", "members.display"] }, ["value", "$ref", "display", "type"]],
    [{ attributes: ["members.display", "members"] }, ["value", "$ref", "display", "type"]],
    [{ attributes: ["members.value", "members.display"] }, ["value", "display"]],
    [{ attributes: ["displayName"] }, null],
    [{ attributes: ["members.nosuch"] }, null],
    [{ attributes: [groupType.schema.id] }, ["value", "$ref", "display", "type"]],
    [{ attributes: [] }, ["value", "$ref", "display", "type"]],
    [{ excludedAttributes: ["members"] }, null],
    [{ excludedAttributes: ["MEMBERS.value", "members.nosuch"] }, ["$ref", "display", "type"]],
    [{ excludedAttributes: ["members.value", "members.$ref", "members.display", "members.type"] }, null],
  ];
  test.each(table)("%j", (projection, parts) =>
    expect(partsShown(groupType, "members", projection)).toEqual(parts),
  );
});
