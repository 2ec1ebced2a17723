/** A PUT, and a replace of the members, change what is different and nothing else. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { patchOf, schemas } from "../support/scim-client.ts";
import { groupOf, idsOf, makeGroup, makeUsers, membersOf } from "./groups.ts";

let house: House;
let organization: TestOrganization;
let ada: string;
let bob: string;
let eve: string;
let counter = 0;
let name: string;
let id: string;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  [ada = "", bob = "", eve = ""] = await makeUsers(organization, "ada", "bob", "eve");
});
afterAll(() => house.close());
beforeEach(async () => {
  counter += 1;
  name = `Group ${counter}`;
  id = await makeGroup(organization, name, [ada, bob], { externalId: "x" });
  await organization.settled();
});

/** What was told of the group since it was made, by kind and member. */
async function told(): Promise<string[]> {
  await organization.settled();
  const names = new Map([ada, bob, eve].map((one, index) => [one, ["ada", "bob", "eve"][index]]));
  const events = (await organization.events()).filter(({ group }) => group === id).slice(3);
  return events
    .map(({ kind, member }) => (member === undefined ? kind : `${kind} ${names.get(member)}`))
    .toSorted();
}

/** A membership as it is kept. */
const kept = (member: string) => house.deps.store.memberships.findOne({ group: id, member });

const ways: [string, (members: readonly string[]) => Promise<unknown>][] = [
  ["a PUT", (members) => send("PUT", `/Groups/${id}`, groupOf(name, members, { externalId: "x" }))],
  [
    "a replace with a path",
    (members) =>
      send(
        "PATCH",
        `/Groups/${id}`,
        patchOf({ op: "Replace", path: "members", value: members.map((value) => ({ value })) }),
      ),
  ],
  [
    "a replace without a path",
    (members) =>
      send(
        "PATCH",
        `/Groups/${id}`,
        patchOf({ op: "replace", value: { members: members.map((value) => ({ value })) } }),
      ),
  ],
];

for (const [what, replace] of ways) {
  test(`${what} takes in who is new, lets go who is not named, and leaves the rest untouched`, async () => {
    const before = await kept(bob);
    await replace([bob, eve]);
    expect(await membersOf(organization, id)).toEqual([bob, eve].toSorted());
    expect(await told()).toEqual(["membership.added eve", "membership.removed ada"]);
    expect(await kept(bob)).toEqual(before);
  });

  test(`${what} of the same members, in another order and twice, changes nothing (B25)`, async () => {
    const before = (await send("GET", `/Groups/${id}`)).body;
    await replace([bob, ada, bob]);
    expect(await told()).toEqual([]);
    expect((await send("GET", `/Groups/${id}`)).body).toEqual(before);
  });

  test(`${what} of nobody empties the group, whose people stay members of the organization`, async () => {
    await replace([]);
    expect(await membersOf(organization, id)).toEqual([]);
    expect(await told()).toEqual(["membership.removed ada", "membership.removed bob"]);
    for (const one of [ada, bob]) expect((await organization.read(one)).active).toBe(true);
  });
}

test("a PUT without members keeps them, whatever else it changes", async () => {
  const before = [await kept(ada), await kept(bob)];
  const { status, body } = await send("PUT", `/Groups/${id}`, groupOf(`${name} new`));
  expect(status).toBe(200);
  expect(body.displayName).toBe(`${name} new`);
  expect(idsOf(body.members)).toEqual([ada, bob].toSorted());
  expect(await told()).toEqual(["group.updated"]);
  expect([await kept(ada), await kept(bob)]).toEqual(before);
});

test("a PUT takes away the attributes that it does not name", async () => {
  const { body } = await send("PUT", `/Groups/${id}`, groupOf(name, [ada, bob]));
  expect(body).not.toHaveProperty("externalId");
  expect((await send("GET", `/Groups/${id}`)).body).toEqual(body);
});

test("a PUT of what was read, whole, changes nothing (B25)", async () => {
  const { body } = await send("GET", `/Groups/${id}`);
  const put = await send("PUT", `/Groups/${id}`, body);
  expect(put.body).toEqual(body);
  expect(await told()).toEqual([]);
});

test("a PUT cannot change the id or what the server counts", async () => {
  const { body: before } = await send("GET", `/Groups/${id}`);
  const evil = {
    id: "other",
    meta: { version: 'W/"99"', created: "2000-01-01T00:00:00Z", resourceType: "User" },
  };
  const { body } = await send(
    "PUT",
    `/Groups/${id}`,
    groupOf(name, [ada, bob], { externalId: "x", ...evil }),
  );
  expect(body).toEqual(before);
  expect(body.schemas).toEqual([schemas.group]);
});

test("a PUT without a name is refused, and nobody leaves", async () => {
  const { displayName: _, ...nameless } = groupOf(name, []);
  const { status, body } = await send("PUT", `/Groups/${id}`, nameless);
  expect([status, body.scimType]).toEqual([400, "invalidValue"]);
  expect(body.detail).toMatch(/displayName/);
  expect(await membersOf(organization, id)).toEqual([ada, bob].toSorted());
});

test("a name that another group has is 409, by PUT and by PATCH, and nobody comes or goes", async () => {
  const other = await makeGroup(organization, `Other ${counter}`);
  const taken = `oTHER ${counter}`;
  const before = (await send("GET", `/Groups/${id}`)).body;
  const put = await send("PUT", `/Groups/${id}`, groupOf(taken, [eve]));
  const patched = await send(
    "PATCH",
    `/Groups/${id}`,
    patchOf(
      { op: "add", path: "members", value: [{ value: eve }] },
      { op: "replace", path: "displayName", value: taken },
    ),
  );
  for (const { status, body } of [put, patched]) expect([status, body.scimType]).toEqual([409, "uniqueness"]);
  expect((await send("GET", `/Groups/${id}`)).body).toEqual(before);
  expect(await membersOf(organization, other)).toEqual([]);
  expect(await told()).toEqual([]);
});
