/** More members, or a larger body, than the house takes is 413 with a detail that says what to do. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf } from "../support/scim-client.ts";
import { groupOf, makeGroup, makeUsers } from "./groups.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
let people: string[];
let id: string;
let before: unknown;
let counter = 0;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
const listOf = (ids: readonly string[]) => ids.map((value) => ({ value }));
const read = async () => (await send("GET", `/Groups/${id}`)).body;

beforeAll(async () => {
  const environment = { GROUP_MEMBERS_MAX: "5", GROUP_BODY_MAX_BYTES: "20000", BODY_MAX_BYTES: "10000" };
  house = await openHouse({ environment });
  organization = await openOrganization(house);
  people = await makeUsers(organization, "ada", "bob", "eve", "ann", "joe", "lea");
});
afterAll(() => house.close());
beforeEach(async () => {
  counter += 1;
  id = await makeGroup(organization, `Group ${counter}`, people.slice(0, 1));
  before = await read();
});

test("as many members as the limit are taken, in one request and in several", async () => {
  const five = people.slice(0, 5);
  expect((await send("POST", "/Groups", groupOf("Five", five))).body.members).toHaveLength(5);
  expect((await send("PUT", `/Groups/${id}`, groupOf(`Group ${counter}`, five))).body.members).toHaveLength(
    5,
  );
  const sixth = patchOf({ op: "add", path: "members", value: listOf(people.slice(5)) });
  expect((await send("PATCH", `/Groups/${id}`, sixth)).status).toBe(200);
  expect((await read()).members).toHaveLength(6);
});

test("one more is 413 in every shape; the detail has both numbers and the way out, and nothing is changed", async () => {
  const six = listOf(people);
  const answers = [
    await send("POST", "/Groups", groupOf("Six", people)),
    await send("PUT", `/Groups/${id}`, groupOf("Six", people)),
    await send("PATCH", `/Groups/${id}`, patchOf({ op: "add", path: "members", value: six })),
    await send("PATCH", `/Groups/${id}`, patchOf({ op: "add", value: { members: six } })),
    await send("PATCH", `/Groups/${id}`, patchOf({ op: "replace", path: "members", value: people })),
    await send("PATCH", `/Groups/${id}`, patchOf({ op: "Remove", path: "members", value: six })),
    await send(
      "PATCH",
      `/Groups/${id}`,
      patchOf(
        { op: "replace", path: "displayName", value: "Six" },
        { op: "add", path: "members", value: six.slice(0, 3) },
        { op: "remove", path: "members", value: six.slice(3) },
      ),
    ),
  ];
  for (const answer of answers) {
    expectProblem(answer, 413);
    expect(answer.body.detail).toMatch(/members.*\b6\b.*\b5\b.*PATCH/);
  }
  expect(await read()).toEqual(before);
  expect((await send("GET", '/Groups?filter=displayName eq "Six"')).body.totalResults).toBe(0);
});

test("a filter that removes more than the limit is refused too", async () => {
  const path = `members[${people.map((one) => `value eq "${one}"`).join(" or ")}]`;
  expectProblem(await send("PATCH", `/Groups/${id}`, patchOf({ op: "remove", path })), 413);
  expect(await read()).toEqual(before);
});

test("who is named twice counts once over the operations of a PATCH", async () => {
  const three = { op: "add", path: "members", value: listOf(people.slice(0, 3)) };
  expect((await send("PATCH", `/Groups/${id}`, patchOf(three, three))).status).toBe(200);
  expect((await read()).members).toHaveLength(3);
});

test("a body that is too large is 413 with the limit, whether its length is said before or not", async () => {
  const large = JSON.stringify(groupOf("Large", [], { note: "x".repeat(20_000) }));
  for (const [method, path] of [
    ["POST", "/Groups"],
    ["PUT", `/Groups/${id}`],
    ["PATCH", `/Groups/${id}`],
  ] as const) {
    const told = await send(method, path, large);
    expectProblem(told, 413);
    expect(told.body.detail).toMatch(/20000 bytes/);
    const response = await fetch(organization.directory.url + path, {
      method,
      headers: { Authorization: `Bearer ${organization.key}`, "Content-Type": "application/scim+json" },
      body: new Blob([large]).stream(),
      duplex: "half",
    });
    expectProblem({ status: response.status, headers: response.headers, body: await response.json() }, 413);
  }
  expect(await read()).toEqual(before);
});

test("the limit of a group's body is its own: a user's is smaller", async () => {
  const note = "x".repeat(12_000);
  expect((await send("POST", "/Groups", groupOf(`Own ${counter}`, [], { note }))).status).toBe(201);
  expectProblem(await send("POST", "/Users", entraUser(organization.address("own"), { note })), 413);
});

test("a thousand operations are taken, and one more is 400 tooMany", async () => {
  const one = { op: "add", path: "members", value: people[0] };
  const many = (length: number) => ({
    ...patchOf(),
    Operations: Array.from({ length }, () => ({ op: "add" })),
  });
  expectProblem(await send("PATCH", `/Groups/${id}`, many(1_001)), 400, "tooMany");
  const wide = await openHouse({ worker: false });
  const roomy = await openOrganization(wide);
  const [ada = ""] = await makeUsers(roomy, "ada");
  const group = await makeGroup(roomy, "Red");
  const body = patchOf(...Array.from({ length: 1_000 }, () => ({ ...one, value: ada })));
  expect((await roomy.directory.send("PATCH", `/Groups/${group}`, body)).status).toBe(200);
  expect((await roomy.directory.send("GET", `/Groups/${group}`)).body.members).toHaveLength(1);
  await wide.close();
});
