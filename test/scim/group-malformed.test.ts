/** What is no member is 400 invalidValue with a detail that tells, and nothing is changed by it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { patchOf } from "../support/scim-client.ts";
import { groupOf, makeGroup, makeUsers } from "./groups.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
let id: string;
let ada: string;
let before: unknown;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  [ada = ""] = await makeUsers(organization, "ada");
  id = await makeGroup(organization, "Red", [ada]);
  await organization.settled();
  before = (await send("GET", `/Groups/${id}`)).body;
});
afterAll(() => house.close());

const shapes: [string, unknown][] = [
  ["a number", 7],
  ["a boolean", true],
  ["a list with null", [null]],
  ["a list with a number", [7]],
  ["an empty id", [""]],
  ["an object without a value", [{ display: "Ada" }]],
  ["an object with a $ref alone", [{ $ref: "https://roll.example/Users/ada" }]],
  ["an empty object", [{}]],
  ["a value of null", [{ value: null }]],
  ["an empty value", [{ value: "" }]],
  ["a value that is a number", [{ value: 7 }]],
  ["a value that is a boolean", { value: false }],
  ["a value that is a list", [{ value: ["x"] }]],
  ["a value that is an operator", [{ value: { $ne: "x" } }]],
  ["a list in the list", [[{ value: "x" }]]],
  ["members within members", { members: [{ value: "x" }] }],
  ["half a character", [{ value: "x\ud800" }]],
  ["an id of 201 characters", [{ value: "x".repeat(201) }]],
  ["a wrong one after right ones", [{ value: "x" }, "y", { value: 7 }]],
];

describe("members", () => {
  for (const [what, value] of shapes) {
    test(what, async () => {
      const answers = [
        await send("POST", "/Groups", groupOf("New", undefined, { members: value })),
        await send("PUT", `/Groups/${id}`, groupOf("New", undefined, { members: value })),
        await send("PATCH", `/Groups/${id}`, patchOf({ op: "add", path: "members", value })),
        await send("PATCH", `/Groups/${id}`, patchOf({ op: "replace", path: "members", value })),
        await send("PATCH", `/Groups/${id}`, patchOf({ op: "Remove", path: "members", value })),
        await send(
          "PATCH",
          `/Groups/${id}`,
          patchOf({ op: "replace", value: { displayName: "New", members: value } }),
        ),
      ];
      for (const answer of answers) {
        expectProblem(answer, 400, "invalidValue");
        expect(answer.body.detail).toMatch(/members: .*id of a user/);
      }
      expect((await send("GET", `/Groups/${id}`)).body).toEqual(before);
    });
  }

  test("made no group", async () => {
    expect((await send("GET", "/Groups?count=0")).body.totalResults).toBe(1);
  });
});

describe("an operation on members that cannot be read", () => {
  const member = () => ({ value: ada });
  const table: [string, () => Record<string, unknown>, string][] = [
    ["adds without a value", () => ({ op: "add", path: "members" }), "invalidValue"],
    ["replaces without a value", () => ({ op: "replace", path: "members" }), "invalidValue"],
    [
      "replaces a member by another",
      () => ({ op: "replace", path: `members[value eq "${ada}"].value`, value: "x" }),
      "mutability",
    ],
    [
      "changes a member's name",
      () => ({ op: "replace", path: `members[value eq "${ada}"].display`, value: "x" }),
      "mutability",
    ],
    [
      "replaces by a filter",
      () => ({ op: "replace", path: `members[value eq "${ada}"]`, value: member() }),
      "mutability",
    ],
    ["adds to a part", () => ({ op: "add", path: "members.value", value: ada }), "mutability"],
    ["removes a part", () => ({ op: "remove", path: "members.value" }), "mutability"],
    [
      "removes a part of one",
      () => ({ op: "remove", path: `members[value eq "${ada}"].display` }),
      "mutability",
    ],
    ["removes by an unknown part", () => ({ op: "remove", path: `members[x eq "${ada}"]` }), "invalidFilter"],
    ["removes by the name", () => ({ op: "remove", path: 'members[display co "a"]' }), "invalidFilter"],
    ["removes by a negation", () => ({ op: "remove", path: 'members[not (value eq "x")]' }), "invalidFilter"],
    ["removes by presence", () => ({ op: "remove", path: "members[value pr]" }), "invalidFilter"],
    ["removes by an empty filter", () => ({ op: "remove", path: "members[]" }), "invalidFilter"],
    ["leaves a bracket open", () => ({ op: "remove", path: `members[value eq "${ada}"` }), "invalidPath"],
    [
      "goes on after the bracket",
      () => ({ op: "remove", path: `members[value eq "${ada}"]x` }),
      "invalidPath",
    ],
    ["goes into an unknown part", () => ({ op: "remove", path: "members.eyeColor" }), "invalidPath"],
    ["removes from nowhere", () => ({ op: "remove", value: { members: [member()] } }), "noTarget"],
    ["has another op", () => ({ op: "copy", path: "members", value: [member()] }), "invalidSyntax"],
    [
      "has a path of another type",
      () => ({ op: "add", path: ["members"], value: [member()] }),
      "invalidPath",
    ],
    ["removes the name of the group", () => ({ op: "remove", path: "displayName" }), "mutability"],
    [
      "empties the name of the group",
      () => ({ op: "replace", path: "displayName", value: "" }),
      "mutability",
    ],
    ["names a user's attribute", () => ({ op: "replace", path: "userName", value: "x" }), "invalidPath"],
    ["changes the id", () => ({ op: "replace", path: "id", value: "x" }), "mutability"],
  ];
  for (const [what, operation, scimType] of table) {
    test(`${what}, and undoes nothing that stands before it: 400 ${scimType}`, async () => {
      const earlier = [
        { op: "replace", path: "displayName", value: "Half" },
        { op: "remove", path: "members" },
      ];
      const answer = await send("PATCH", `/Groups/${id}`, patchOf(...earlier, operation(), ...earlier));
      expectProblem(answer, 400, scimType);
      expect(answer.body.detail).toMatch(/Operation 3/);
      expect((await send("GET", `/Groups/${id}`)).body).toEqual(before);
    });
  }
});

test("of all that was refused nothing is told", async () => {
  await organization.afterwards();
  const kinds = (await organization.events()).filter(({ group }) => group === id).map(({ kind }) => kind);
  expect(kinds).toEqual(["group.created", "membership.added"]);
  expect(await organization.failures()).toEqual([]);
});

test("names that come twice in different case are never half taken", async () => {
  const twice = { members: [{ value: ada }], Members: [{ value: 7 }] };
  for (const answer of [
    await send("POST", "/Groups", groupOf("Twice", undefined, twice)),
    await send("PUT", `/Groups/${id}`, groupOf("Red", undefined, twice)),
    await send("PATCH", `/Groups/${id}`, patchOf({ op: "add", value: twice })),
  ])
    expectProblem(answer, 400, "invalidValue");
  expect((await send("GET", `/Groups/${id}`)).body).toEqual(before);
});
