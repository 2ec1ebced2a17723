/** Which parts of a group an answer shows (RFC 7644 §3.9), in every kind of answer. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { patchOf, schemas } from "../support/scim-client.ts";
import { groupOf, idsOf, makeGroup, makeUsers, membersOf } from "./groups.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
let people: string[];
let id: string;
let counter = 0;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
const sorted = (object: object) => Object.keys(object).toSorted();
const freshName = () => {
  counter += 1;
  return `Group ${counter}`;
};

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  people = await makeUsers(organization, "ada", "bob");
  id = await makeGroup(organization, "Red", people, { externalId: "x" });
});
afterAll(() => house.close());

/** The group in every kind of answer that shows one, each of which must be the same but for what the server counts. */
async function everyAnswer(query: string) {
  const name = freshName();
  const sent = groupOf(name, people, { externalId: "x" });
  const made = await send("POST", `/Groups?${query}`, sent);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const path = `/Groups/${made.body.id}`;
  const one = await send("GET", `${path}?${query}`);
  const list = await send("GET", `/Groups?filter=id eq "${made.body.id}"&${query}`);
  const put = await send("PUT", `${path}?${query}`, sent);
  const patched = await send(
    "PATCH",
    `${path}?${query}`,
    patchOf({ op: "replace", path: "externalId", value: "x" }),
  );
  const bodies = [made.body, one.body, ...list.body.Resources, put.body, patched.body];
  expect([one, list, put, patched].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(bodies).toHaveLength(5);
  for (const body of bodies) expect(body).toEqual(one.body);
  return one.body;
}

describe("attributes", () => {
  const table: [string, string[]][] = [
    ["displayName", ["displayName"]],
    ["DISPLAYNAME,externalid", ["displayName", "externalId"]],
    ["members", ["members"]],
    ["MEMBERS", ["members"]],
    [" members , meta ", ["members", "meta"]],
    ["id", []],
    ["unknown,members.unknown", []],
    [`${schemas.group}:displayName`, ["displayName"]],
    [`${schemas.group}:members`, ["members"]],
  ];
  for (const [names, keys] of table) {
    test(`${names}: these, the id and the schemas, and nothing else`, async () => {
      const group = await everyAnswer(`attributes=${encodeURIComponent(names)}`);
      expect(sorted(group)).toEqual(["id", "schemas", ...keys].toSorted());
      if (keys.includes("members")) expect(idsOf(group.members)).toEqual(people.toSorted());
    });
  }

  const parts: [string, string[]][] = [
    ["members.value", ["value"]],
    ["Members.VALUE", ["value"]],
    [`${schemas.group}:members.value`, ["value"]],
    ["members.value,members.display", ["display", "value"]],
    ["members.$ref", ["$ref"]],
    ["members,members.value", ["$ref", "display", "type", "value"]],
  ];
  for (const [names, keys] of parts) {
    test(`${names}: those parts alone, of every member`, async () => {
      const group = await everyAnswer(`attributes=${encodeURIComponent(names)}`);
      expect(sorted(group)).toEqual(["id", "members", "schemas"]);
      expect(group.members).toHaveLength(2);
      for (const member of group.members) expect(sorted(member)).toEqual(keys);
    });
  }
});

describe("excludedAttributes", () => {
  test("members: the key is not there at all, and the rest is", async () => {
    for (const name of ["members", "MEMBERS", `${schemas.group}:members`]) {
      const group = await everyAnswer(`excludedAttributes=${encodeURIComponent(name)}`);
      expect(sorted(group), name).toEqual(["displayName", "externalId", "id", "meta", "schemas"]);
    }
  });

  test("the rest: the members are there, whole", async () => {
    const group = await everyAnswer("excludedAttributes=displayName,meta,id,schemas");
    expect(sorted(group)).toEqual(["externalId", "id", "members", "schemas"]);
    for (const member of group.members) expect(sorted(member)).toEqual(["$ref", "display", "type", "value"]);
  });

  test("parts of members: of every member", async () => {
    const group = await everyAnswer(`excludedAttributes=members.display,${schemas.group}:members.$ref`);
    for (const member of group.members) expect(sorted(member)).toEqual(["type", "value"]);
    expect(idsOf(group.members)).toEqual(people.toSorted());
  });
});

test("an empty group has an empty list, but only where members are shown", async () => {
  const empty = await makeGroup(organization, freshName());
  const shown = async (query: string) => (await send("GET", `/Groups/${empty}?${query}`)).body;
  expect((await shown("")).members).toEqual([]);
  expect((await shown("attributes=members.value")).members).toEqual([]);
  for (const query of ["excludedAttributes=members", "attributes=displayName"])
    expect(await shown(query)).not.toHaveProperty("members");
});

test("a PATCH is answered with the whole group, or with the attributes that are named (RFC 7644 3.5.2)", async () => {
  const rename = patchOf({ op: "replace", path: "externalId", value: "y" });
  const plain = await send("PATCH", `/Groups/${id}`, rename);
  expect([plain.status, plain.body]).toEqual([200, (await send("GET", `/Groups/${id}`)).body]);
  const { body } = await send("PATCH", `/Groups/${id}?attributes=externalId`, rename);
  expect(body).toEqual({ schemas: [schemas.group], id, externalId: "y" });
});

test("both at a time are refused, and the write is not done", async () => {
  const both = "attributes=id&excludedAttributes=members";
  const name = freshName();
  const drop = patchOf({ op: "remove", path: "members" });
  expectProblem(await send("GET", `/Groups/${id}?${both}`), 400, "invalidValue");
  expectProblem(await send("GET", `/Groups?${both}`), 400, "invalidValue");
  expectProblem(await send("POST", `/Groups?${both}`, groupOf(name)), 400, "invalidValue");
  expectProblem(await send("PUT", `/Groups/${id}?${both}`, groupOf(name, [])), 400, "invalidValue");
  expectProblem(await send("PATCH", `/Groups/${id}?${both}`, drop), 400, "invalidValue");
  expect((await send("GET", `/Groups?filter=displayName eq "${name}"`)).body.totalResults).toBe(0);
  expect(await membersOf(organization, id)).toEqual(people.toSorted());
});

test("users show and hide their groups in the same way", async () => {
  const [ada = ""] = people;
  const user = async (query: string) => (await send("GET", `/Users/${ada}?${query}`)).body;
  expect(idsOf((await user("attributes=groups.value")).groups)).toContain(id);
  for (const group of (await user("attributes=groups.value")).groups)
    expect(sorted(group)).toEqual(["value"]);
  expect(await user("excludedAttributes=groups")).not.toHaveProperty("groups");
  expect(await user("attributes=userName")).not.toHaveProperty("groups");
});
