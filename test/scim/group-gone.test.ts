/** Who was removed is out of every read at once, also while no worker has cleaned up yet. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { makeGroup, makeUsers } from "./groups.ts";

let house: House;
let organization: TestOrganization;
let ada: string;
let bob: string;
let red: string;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);

beforeAll(async () => {
  house = await openHouse({ worker: false });
});
afterAll(() => house.close());
beforeEach(async () => {
  organization = await openOrganization(house);
  [ada = "", bob = ""] = await makeUsers(organization, "ada", "bob");
  red = await makeGroup(organization, "Red", [ada]);
});

/** The ids that a filter finds. */
async function found(endpoint: "Users" | "Groups", filter: string): Promise<string[]> {
  const { status, body } = await send("GET", `/${endpoint}?filter=${encodeURIComponent(filter)}`);
  expect(status, JSON.stringify(body)).toBe(200);
  const resources: { id: string }[] = body.Resources;
  return resources.map(({ id }) => id);
}

test("a removed user is in no group: not in a GET, not in a list, not by a filter for them", async () => {
  expect((await send("DELETE", `/Users/${ada}`)).status).toBe(204);
  expect((await send("GET", `/Groups/${red}`)).body.members).toEqual([]);
  expect((await send("GET", "/Groups")).body.Resources).toMatchObject([{ id: red, members: [] }]);
  for (const filter of [
    `members eq "${ada}"`,
    `members[value eq "${ada}"]`,
    `id eq "${red}" and members eq "${ada}"`,
  ])
    expect(await found("Groups", filter), filter).toEqual([]);
});

test("a group whose only member was removed has none, for filters too", async () => {
  expect((await send("DELETE", `/Users/${ada}`)).status).toBe(204);
  expect(await found("Groups", "members pr")).toEqual([]);
  expect(await found("Groups", "members eq null")).toEqual([red]);
  expect(await found("Groups", 'members[type eq "User"]')).toEqual([]);
});

test("a removed group is in no user: not in a GET, not by a filter for it", async () => {
  expect((await send("DELETE", `/Groups/${red}`)).status).toBe(204);
  expect((await organization.read(ada)).groups ?? []).toEqual([]);
  expect(await found("Users", `groups eq "${red}"`)).toEqual([]);
  expect(await found("Groups", `members eq "${ada}"`)).toEqual([]);
});

test("a user whose only group was removed has none, for filters too", async () => {
  expect((await send("DELETE", `/Groups/${red}`)).status).toBe(204);
  expect(await found("Users", "groups pr")).toEqual([]);
  expect((await found("Users", "not (groups pr)")).toSorted()).toContain(ada);
});

test("a removed user is not added, also not by the PUT of what was read before", async () => {
  const before = (await send("GET", `/Groups/${red}`)).body;
  expect((await send("DELETE", `/Users/${ada}`)).status).toBe(204);
  const { status, body } = await send("PUT", `/Groups/${red}`, {
    ...before,
    members: [...before.members, { value: bob }],
  });
  expect([status, body.members.map(({ value }: { value: string }) => value)]).toEqual([200, [bob]]);
  expect(await found("Groups", `members eq "${ada}"`)).toEqual([]);
});

test("a user who is disabled stays in their groups", async () => {
  const body = {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    Operations: [{ op: "Replace", path: "active", value: "False" }],
  };
  expect((await send("PATCH", `/Users/${ada}`, body)).status).toBe(200);
  expect((await send("GET", `/Groups/${red}`)).body.members).toMatchObject([{ value: ada }]);
  expect(await found("Groups", `members eq "${ada}"`)).toEqual([red]);
});
