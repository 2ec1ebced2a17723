/**
 * B36: the directory owns the memberships of a linked group; those that are changed by hand go back by themselves.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { asMembers } from "../support/groups.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";
import { patchOf, schemas } from "../support/scim-client.ts";

let house: House;
let organization: TestOrganization;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const system = { kind: "system" };

/** A linked group that ada is in and bob is not. */
async function makeLinked() {
  organization = await openOrganization(house);
  const { groups, keyId } = organization;
  const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  const id = await groups.make("Engineering", [ada]);
  const told = (await groups.events(id)).length;
  const since = async () => (await groups.events(id)).slice(told);
  return { groups, ada, bob, id, since, directory: { kind: "key", id: keyId } };
}

/** Does something while no worker looks. */
async function whileNobodyLooks(act: () => Promise<void>): Promise<void> {
  await whileWorkerRests(house, act);
  await organization.afterwards();
}

/** Sends a PATCH of a group that must be taken. */
async function send(id: string, operation: Record<string, unknown>): Promise<void> {
  const { status } = await organization.directory.send("PATCH", `/Groups/${id}`, patchOf(operation));
  expect(status).toBe(200);
}

const add = (id: string) => ({ op: "Add", path: "members", value: [{ value: id }] });
const remove = (id: string) => ({ op: "Remove", path: "members", value: [{ value: id }] });

test("B36 who is put into a linked group by hand is out again, with an event that tells", async () => {
  const { groups, ada, bob, id, since } = await makeLinked();
  await groups.addByHand(id, bob);
  await organization.afterwards();
  expect(await groups.expectOneState(id)).toEqual([ada]);
  expect(await groups.ofMember(bob)).toEqual([]);
  expect(await since()).toEqual([{ kind: "membership.reverted", actor: system, member: bob }]);
  expect(organization.mails("bob")).toHaveLength(1);
});

test("B36 who is taken out of a linked group by hand is in again, with an event that tells", async () => {
  const { groups, ada, id, since } = await makeLinked();
  await groups.removeByHand(id, ada);
  await organization.afterwards();
  expect(await groups.expectOneState(id)).toEqual([ada]);
  expect(await groups.ofMember(ada)).toEqual(["Engineering"]);
  expect(await since()).toEqual([{ kind: "membership.reverted", actor: system, member: ada }]);
});

test("B36 by hand, an add of a member and a removal of nobody are nothing in a linked group", async () => {
  const { groups, ada, bob, id } = await makeLinked();
  await groups.expectNothing(id, async () => {
    await groups.addByHand(id, ada);
    await groups.removeByHand(id, bob);
  });
});

test.each(["put in", "taken out"] as const)(
  "B36 to whoever has read a group with one who was %s by hand it is another one once that has gone back",
  async (what) => {
    const { groups, ada, bob, id } = await makeLinked();
    let etag = "";
    await whileNobodyLooks(async () => {
      await (what === "put in" ? groups.addByHand(id, bob) : groups.removeByHand(id, ada));
      expect(await groups.members(id)).toEqual(what === "put in" ? [ada, bob].sort() : []);
      etag = (await groups.etag(id)) ?? "";
    });
    const { status, body } = await organization.directory.send("GET", `/Groups/${id}`, undefined, {
      "If-None-Match": etag,
    });
    expect(status).toBe(200);
    expect(body.members).toHaveLength(1);
  },
);

test("B36 who was put in by hand and then by the directory is in, by the directory", async () => {
  const { groups, ada, bob, id, since, directory } = await makeLinked();
  await whileNobodyLooks(async () => {
    await groups.addByHand(id, bob);
    await send(id, add(bob));
  });
  expect(await groups.expectOneState(id)).toEqual([ada, bob].sort());
  expect(await since()).toEqual([{ kind: "membership.added", actor: directory, member: bob }]);
});

test("B36 who went out again is in as soon as the directory puts them in", async () => {
  const { groups, ada, bob, id } = await makeLinked();
  await groups.addByHand(id, bob);
  await organization.settled();
  await groups.patch(id, add(bob));
  expect(await groups.expectOneState(id)).toEqual([ada, bob].sort());
});

test("B36 who was taken out by hand and then by the directory is out, by the directory", async () => {
  const { groups, ada, id, since, directory } = await makeLinked();
  await whileNobodyLooks(async () => {
    await groups.removeByHand(id, ada);
    await send(id, remove(ada));
  });
  expect(await groups.expectOneState(id)).toEqual([]);
  expect(await since()).toEqual([{ kind: "membership.removed", actor: directory, member: ada }]);
});

test.each(["PUT", "PATCH"])(
  "B36 who was taken out by hand and is not among those whom a %s lists is out",
  async (method) => {
    const { groups, ada, bob, id } = await makeLinked();
    await whileNobodyLooks(async () => {
      await groups.removeByHand(id, ada);
      const members = asMembers([bob]);
      const whole = { schemas: [schemas.group], displayName: "Engineering", members };
      const body = method === "PUT" ? whole : patchOf({ op: "Replace", path: "members", value: members });
      const { status } = await organization.directory.send(method, `/Groups/${id}`, body);
      expect([200, 204]).toContain(status);
      expect(await groups.members(id)).toEqual([bob]);
    });
    expect(await groups.expectOneState(id)).toEqual([bob]);
  },
);

test("B36 who was put in by hand and is not among those whom a PUT lists is out", async () => {
  const { groups, ada, bob, id } = await makeLinked();
  await whileNobodyLooks(async () => {
    await groups.addByHand(id, bob);
    const whole = { schemas: [schemas.group], displayName: "Engineering", members: asMembers([ada]) };
    expect((await organization.directory.send("PUT", `/Groups/${id}`, whole)).status).toBe(200);
    expect(await groups.members(id)).toEqual([ada]);
  });
  expect(await groups.expectOneState(id)).toEqual([ada]);
});

test("B36 who was taken out by hand and put in by the directory again is in all the time", async () => {
  const { groups, ada, id, since } = await makeLinked();
  await whileNobodyLooks(async () => {
    await groups.removeByHand(id, ada);
    await send(id, add(ada));
  });
  expect(await groups.expectOneState(id)).toEqual([ada]);
  expect(await since()).toEqual([]);
});

test("B36 memberships by hand of a group that is not linked, and of another organization, are left alone", async () => {
  const { groups, ada, bob, id } = await makeLinked();
  const unlinked = await groups.makeByHand("Chess", [ada]);
  const other = await openOrganization(house);
  const theirs = await other.groups.make("Engineering", [await other.provision("ada")]);
  await other.groups.expectNothing(theirs, () =>
    groups.expectNothing(unlinked, () => groups.addByHand(id, bob)),
  );
  await expect(groups.addByHand(id, (await other.groups.members(theirs)).join())).rejects.toThrow();
  expect(await groups.expectOneState(id)).toEqual([ada]);
});
