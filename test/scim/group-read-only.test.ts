/** A user's groups are read at the user, and written at the groups alone (RFC 7643 §4.1.2). */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf } from "../support/scim-client.ts";
import { idsOf, makeGroup, makeUsers, membersOf } from "./groups.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
let counter = 0;
let ada: string;
let address: string;
let red: string;
let green: string;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
});
afterAll(() => house.close());
beforeEach(async () => {
  counter += 1;
  [ada = ""] = await makeUsers(organization, `ada${counter}`);
  address = organization.address(`ada${counter}`);
  red = await makeGroup(organization, `Red ${counter}`, [ada]);
  green = await makeGroup(organization, `Green ${counter}`);
});

const groupsOfAda = async () => idsOf((await organization.read(ada)).groups);

test("a POST that names groups puts nobody into them", async () => {
  const sent = entraUser(organization.address(`new${counter}`), { groups: [{ value: green }] });
  const { status, body } = await send("POST", "/Users", sent);
  expect(status).toBe(201);
  expect((await organization.read(body.id)).groups ?? []).toEqual([]);
  expect(await membersOf(organization, green)).toEqual([]);
});

test("a PUT, with other groups or none, leaves the memberships and the version as they are (B25)", async () => {
  const { meta } = await organization.read(ada);
  for (const groups of [[], [{ value: green }], null, "x", [{ value: 7 }]]) {
    const { status, body } = await send("PUT", `/Users/${ada}`, entraUser(address, { groups }));
    expect([status, body.meta], JSON.stringify(groups)).toEqual([200, meta]);
    expect(idsOf(body.groups)).toEqual([red]);
  }
  expect(await membersOf(organization, green)).toEqual([]);
});

test("a PATCH of groups is refused, with all that stands beside it", async () => {
  for (const operation of [
    { op: "add", path: "groups", value: [{ value: green }] },
    { op: "replace", path: "groups", value: [] },
    { op: "remove", path: "groups" },
    { op: "remove", path: `groups[value eq "${red}"]` },
    { op: "replace", path: `groups[value eq "${red}"].display`, value: "x" },
  ]) {
    const title = { op: "replace", path: "title", value: "Half" };
    expectProblem(await send("PATCH", `/Users/${ada}`, patchOf(title, operation)), 400, "mutability");
  }
  expect(await groupsOfAda()).toEqual([red]);
  expect(await organization.read(ada)).not.toHaveProperty("title");
});

test("a PATCH without a path passes groups over, and does the rest", async () => {
  const { status, body } = await send(
    "PATCH",
    `/Users/${ada}`,
    patchOf({ op: "replace", value: { groups: [{ value: green }], title: "T" } }),
  );
  expect([status, body.title, idsOf(body.groups)]).toEqual([200, "T", [red]]);
  expect(await membersOf(organization, green)).toEqual([]);
});

test("every answer that shows the user shows the groups: GET, list, PUT and PATCH", async () => {
  const one = await organization.read(ada);
  const list = await send("GET", `/Users?filter=id eq "${ada}"`);
  const put = await send("PUT", `/Users/${ada}`, entraUser(address));
  const patched = await send(
    "PATCH",
    `/Users/${ada}`,
    patchOf({ op: "replace", path: "active", value: "True" }),
  );
  for (const body of [list.body.Resources[0], put.body, patched.body]) expect(body).toEqual(one);
  expect(one.groups).toEqual([
    {
      value: red,
      $ref: `${organization.directory.url}/Groups/${red}`,
      display: `Red ${counter}`,
      type: "direct",
    },
  ]);
});

test("a renamed group has its new name at the user at once, and one that is left or removed is not there", async () => {
  await send(
    "PATCH",
    `/Groups/${red}`,
    patchOf({ op: "replace", path: "displayName", value: `Blue ${counter}` }),
  );
  await send("PATCH", `/Groups/${green}`, patchOf({ op: "add", path: "members", value: ada }));
  expect((await organization.read(ada)).groups).toContainEqual(
    expect.objectContaining({ value: red, display: `Blue ${counter}` }),
  );
  expect(await groupsOfAda()).toEqual([red, green].toSorted());
  await send("PATCH", `/Groups/${red}`, patchOf({ op: "remove", path: `members[value eq "${ada}"]` }));
  expect(await groupsOfAda()).toEqual([green]);
  await send("DELETE", `/Groups/${green}`);
  expect((await organization.read(ada)).groups ?? []).toEqual([]);
});
