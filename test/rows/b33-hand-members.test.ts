/**
 * B33: from the day a group is linked its members are those of the directory.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { schemas } from "../support/scim-client.ts";

let house: House;
let organization: TestOrganization;
beforeAll(async () => {
  house = await openHouse({ environment: { MEMBERSHIP_BATCH: "3" } });
});
afterAll(() => house.close());

/** A group that was made by hand, with two members. */
async function makeByHand() {
  organization = await openOrganization(house);
  const { groups, keyId } = organization;
  const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  const id = await groups.makeByHand("Engineering", [ada, bob]);
  return { groups, ada, bob, id, directory: { kind: "key", id: keyId } as const };
}

test("B33 members put in by hand are members, and told with the admin's name", async () => {
  const { groups, ada, bob, id } = await makeByHand();
  expect(await groups.members(id)).toEqual([ada, bob].sort());
  expect(await groups.events(id)).toHaveLength(3);
  for (const member of [ada, bob]) {
    expect(await groups.events(id)).toContainEqual({ kind: "membership.added", actor: admin, member });
  }
});

test("B33 a member made by hand whom the directory confirms stays, and nothing is told of them", async () => {
  const { groups, ada, bob, id } = await makeByHand();
  const told = (await groups.events(id)).length;
  await groups.make("Engineering", [ada, bob]);
  await organization.afterwards();
  expect(await groups.members(id)).toEqual([ada, bob].sort());
  expect((await groups.events(id)).slice(told).map(({ kind }) => kind)).toEqual(["group.linked"]);
  expect(await groups.view(id)).toMatchObject({ members: 2 });
});

test("B33 a member made by hand whom the directory does not know goes, with an event that tells", async () => {
  const { groups, ada, bob, id } = await makeByHand();
  const told = (await groups.events(id)).length;
  await groups.patch(id, { op: "Add", path: "members", value: [{ value: ada }] });
  expect(await groups.members(id)).toEqual([ada]);
  expect(await groups.view(id)).toMatchObject({ members: 1 });
  const system = { kind: "system" };
  expect((await groups.events(id)).slice(told)).toEqual([
    expect.objectContaining({ kind: "group.linked" }),
    { kind: "membership.reverted", actor: system, member: bob },
    { kind: "membership.removed", actor: system, member: bob },
  ]);
  expect((await organization.member(bob)).status).toBe("invited");
  expect(organization.mails("bob")).toHaveLength(1);
});

test.each(["POST", "PUT"])("B33 a %s that lists the members takes the others out at once", async (method) => {
  const { groups, ada, bob, id, directory } = await makeByHand();
  const { status, body } = await organization.directory.send(
    method,
    method === "PUT" ? `/Groups/${id}` : "/Groups",
    { schemas: [schemas.group], displayName: "Engineering", members: [{ value: ada }] },
  );
  expect([200, 201]).toContain(status);
  expect(body.members.map(({ value }: { value: string }) => value)).toEqual([ada]);
  await organization.settled();
  expect(await groups.members(id)).toEqual([ada]);
  expect(await groups.events(id)).toContainEqual({
    kind: "membership.removed",
    actor: directory,
    member: bob,
  });
  expect(await groups.story(id)).not.toContain("membership.reverted");
});

test("B33 a member made by hand whom the directory takes out is out, by the directory", async () => {
  const { groups, ada, bob, id, directory } = await makeByHand();
  await groups.patch(
    id,
    { op: "Add", path: "members", value: [{ value: ada }] },
    { op: "Remove", path: `members[value eq "${bob}"]` },
  );
  expect(await groups.members(id)).toEqual([ada]);
  const removals = (await groups.events(id)).filter(({ member }) => member === bob).slice(1);
  expect(removals).toEqual([{ kind: "membership.removed", actor: directory, member: bob }]);
});

test("B33 a group of more members by hand than one step takes is cleared of all that the directory does not know", async () => {
  organization = await openOrganization(house);
  const { groups } = organization;
  const people: string[] = [];
  for (const name of "abcdefghijk") people.push(await organization.provision(name));
  const id = await groups.makeByHand("Engineering", people);
  expect(await groups.view(id)).toMatchObject({ members: 11 });
  const confirmed = people.slice(4, 6);
  await groups.patch(id, { op: "Add", path: "members", value: confirmed.map((value) => ({ value })) });
  expect(await groups.members(id)).toEqual([...confirmed].sort());
  expect(await groups.view(id)).toMatchObject({ members: 2 });
  const reverted = (await groups.events(id)).filter(({ kind }) => kind === "membership.reverted");
  expect(reverted).toHaveLength(9);
});

test("B33 members by hand of groups that are not linked stay when another one is linked", async () => {
  const { groups, ada, bob, id } = await makeByHand();
  const other = await groups.makeByHand("Chess", [ada, bob]);
  await groups.expectNothing(other, () => groups.make("Engineering", [ada]));
  expect(await groups.members(id)).toEqual([ada]);
});
