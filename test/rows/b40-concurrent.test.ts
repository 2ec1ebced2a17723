/**
 * B40: adds and removes at the same time end in one right state, and no member is lost.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { asMembers } from "../support/groups.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";
import { entraUser, patchOf, schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** An organization with a number of members. */
async function openWith(count: number) {
  const organization = await openOrganization(house);
  const { address, directory } = organization;
  const people = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const { body } = await directory.send("POST", "/Users", entraUser(address(`user-${index}`)));
      return String(body.id);
    }),
  );
  await organization.settled();
  return { organization, groups: organization.groups, people };
}

const add = (...ids: string[]) => ({ op: "Add", path: "members", value: asMembers(ids) });
const remove = (...ids: string[]) => ({ op: "Remove", path: "members", value: asMembers(ids) });

/** Sends a PATCH of a group, which must be taken. */
async function send({ directory }: TestOrganization, id: string, ...operations: Record<string, unknown>[]) {
  const { status, body } = await directory.send("PATCH", `/Groups/${id}`, patchOf(...operations));
  expect(status, JSON.stringify(body)).toBeOneOf([200, 204]);
}

test("B40 a hundred PATCHes at the same time that each add another member lose none", async () => {
  const { organization, groups, people } = await openWith(100);
  const id = await groups.make("Engineering");
  await Promise.all(people.map((one) => send(organization, id, add(one))));
  expect(await groups.members(id)).toEqual([...people].sort());
  await organization.settled();
  expect(await groups.expectOneState(id)).toEqual([...people].sort());
  expect(await groups.story(id)).toHaveLength(101);
});

test("B40 adds of some and removes of others at the same time, and a rename, are all done", async () => {
  const { organization, groups, people } = await openWith(40);
  const [leave, come] = [people.slice(0, 20), people.slice(20)];
  const id = await groups.make("Engineering", leave);
  await Promise.all([
    ...leave.flatMap((one, index) => [
      send(organization, id, remove(one)),
      send(organization, id, add(come[index] ?? "")),
    ]),
    send(organization, id, { op: "Replace", path: "displayName", value: "Research" }),
  ]);
  await organization.settled();
  expect(await groups.expectOneState(id)).toEqual([...come].sort());
  expect((await groups.read(id)).displayName).toBe("Research");
  expect(await organization.failures()).toEqual([]);
});

test("B40 many adds of one member at the same time are one, and so are many removes", async () => {
  const { organization, groups, people } = await openWith(1);
  const [ada = ""] = people;
  const id = await groups.make("Engineering");
  await Promise.all(Array.from({ length: 12 }, () => send(organization, id, add(ada))));
  await organization.settled();
  expect(await groups.expectOneState(id)).toEqual([ada]);
  await Promise.all(Array.from({ length: 12 }, () => send(organization, id, remove(ada))));
  await organization.settled();
  expect(await groups.expectOneState(id)).toEqual([]);
  expect(await groups.story(id)).toEqual(["group.created", "membership.added", "membership.removed"]);
});

test("B40 an add and a remove of one member at the same time end in one of both, seen so from all sides", async () => {
  const { organization, groups, people } = await openWith(1);
  const [ada = ""] = people;
  const id = await groups.make("Engineering");
  for (let round = 0; round < 12; round += 1) {
    await Promise.all([send(organization, id, add(ada)), send(organization, id, remove(ada))]);
    const acknowledged = await groups.members(id);
    await organization.settled();
    expect(await groups.expectOneState(id)).toEqual(acknowledged);
  }
});

test("B40 of adds and removes one after the other the last counts, whenever a worker looks", async () => {
  const { organization, groups, people } = await openWith(2);
  const [ada = "", bob = ""] = people;
  const id = await groups.make("Engineering", [bob]);
  await whileWorkerRests(house, async () => {
    for (const operation of [add(ada), remove(ada), remove(bob), add(ada), add(bob), remove(bob)]) {
      await send(organization, id, operation);
    }
    expect(await groups.members(id)).toEqual([ada]);
  });
  await organization.settled();
  expect(await groups.expectOneState(id)).toEqual([ada]);
  for (let round = 0; round < 10; round += 1) {
    await send(organization, id, round % 2 === 0 ? remove(ada) : add(ada));
  }
  await organization.settled();
  expect(await groups.expectOneState(id)).toEqual([ada]);
});

test("B40 PUTs, adds and removes at the same time end in one state, and a PUT after them has the last word", async () => {
  const { organization, groups, people } = await openWith(12);
  const { directory } = organization;
  const id = await groups.make("Engineering", people.slice(0, 6));
  const put = async (members: readonly string[]) => {
    const whole = { schemas: [schemas.group], displayName: "Engineering", members: asMembers(members) };
    expect((await directory.send("PUT", `/Groups/${id}`, whole)).status).toBe(200);
  };
  for (let round = 0; round < 5; round += 1) {
    await Promise.all([
      put(people.slice(round, round + 6)),
      send(organization, id, add(...people.slice(6))),
      put(people.slice(3, 9)),
      send(organization, id, remove(...people.slice(0, 3))),
      send(organization, id, { op: "Replace", path: "members", value: asMembers(people.slice(round)) }),
    ]);
    await organization.settled();
    await groups.expectOneState(id);
  }
  await put(people.slice(2, 5));
  expect(await groups.members(id)).toEqual(people.slice(2, 5).sort());
  await organization.settled();
  expect(await groups.expectOneState(id)).toEqual(people.slice(2, 5).sort());
});

test("B40 writes of one member into several groups at the same time are all done", async () => {
  const { organization, groups, people } = await openWith(2);
  const [ada = "", bob = ""] = people;
  const names = Array.from({ length: 10 }, (_, index) => `Group ${index}`);
  const ids: string[] = [];
  for (const name of names) ids.push(await groups.make(name, [bob]));
  await Promise.all(ids.map((id) => send(organization, id, add(ada), remove(bob))));
  await organization.settled();
  for (const id of ids) expect(await groups.expectOneState(id)).toEqual([ada]);
  expect(await groups.ofMember(ada)).toEqual(names);
  expect(await groups.ofMember(bob)).toEqual([]);
  expect(organization.mails("user-0")).toHaveLength(1);
});

test("B40 the same done in two organizations at the same time stays apart", async () => {
  const [one, other] = [await openWith(5), await openWith(5)];
  const [here, there] = [await one.groups.make("Engineering"), await other.groups.make("Engineering")];
  await Promise.all([
    ...one.people.map((person) => send(one.organization, here, add(person))),
    ...other.people.map((person) => send(other.organization, there, add(person))),
  ]);
  await Promise.all([one.organization.settled(), other.organization.settled()]);
  expect(await one.groups.expectOneState(here)).toEqual([...one.people].sort());
  expect(await other.groups.expectOneState(there)).toEqual([...other.people].sort());
});
