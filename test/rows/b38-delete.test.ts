/**
 * B38: a group that is deleted is gone, and its people stay members.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { removeByHand, requireGroup } from "../../api/organization/groups/groups.ts";
import { Refusal } from "../../api/organization/refusal.ts";
import { asMembers } from "../support/groups.ts";
import { type House, openHouse } from "../support/house.ts";
import { provisionAs } from "../support/joining.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";
import { patchOf, schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ environment: { MEMBERSHIP_BATCH: "3" } });
});
afterAll(() => house.close());

/** Everything that a directory can ask of a group that is gone. */
async function expectGone({ directory, groups }: TestOrganization, id: string, member: string) {
  const calls: readonly (readonly [string, unknown?])[] = [
    ["GET"],
    ["PUT", { schemas: [schemas.group], displayName: "Engineering" }],
    ["PATCH", patchOf({ op: "Replace", path: "displayName", value: "Back" })],
    ["PATCH", patchOf({ op: "Add", path: "members", value: asMembers([member]) })],
    ["DELETE"],
  ];
  for (const [method, sent] of calls) {
    const { status, body } = await directory.send(method, `/Groups/${id}`, sent);
    expect(status, method).toBe(404);
    expect(body).toMatchObject({ schemas: [schemas.error], status: "404", detail: expect.any(String) });
  }
  expect(await groups.named("Engineering")).toEqual([]);
  for (const filter of [`id eq "${id}"`, `members eq "${member}"`, 'externalId eq "e-1"']) {
    const found = await directory.send("GET", `/Groups?filter=${encodeURIComponent(filter)}`);
    expect(found.body.totalResults, filter).toBe(0);
  }
  const inGroup = await directory.send("GET", `/Users?filter=${encodeURIComponent(`groups eq "${id}"`)}`);
  expect(inGroup.body.totalResults).toBe(0);
  expect(await groups.ofMember(member)).toEqual([]);
}

test("B38 a group that is deleted is gone at once and for good, and told once", async () => {
  const organization = await openOrganization(house);
  const { directory, groups, keyId } = organization;
  const ada = await organization.provision("ada");
  const { body } = await groups.post("Engineering", { externalId: "e-1", members: asMembers([ada]) });
  await organization.settled();
  await whileWorkerRests(house, async () => {
    const { status, body: nothing } = await directory.send("DELETE", `/Groups/${body.id}`);
    expect([status, nothing]).toEqual([204, null]);
    await expectGone(organization, body.id, ada);
  });
  await organization.settled();
  await expectGone(organization, body.id, ada);
  expect((await groups.events(body.id)).slice(2)).toEqual([
    { kind: "group.removed", actor: { kind: "key", id: keyId } },
  ]);
});

test("B38 the people of a group that is deleted stay members, as they are, and in their other groups", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  const ids = [
    await organization.provision("ada"),
    await provisionAs(house, organization, "bob", "accepted"),
    await provisionAs(house, organization, "eve", "confirmed"),
  ];
  const other = await groups.make("Chess", ids);
  const [members, seats, mails] = [
    await organization.members(),
    await organization.seats(),
    house.mailbox.mails.length,
  ];
  const id = await groups.make("Engineering", ids);
  expect((await directory.send("DELETE", `/Groups/${id}`)).status).toBe(204);
  await organization.settled();
  expect(await organization.members()).toEqual(members);
  expect(await organization.seats()).toEqual(seats);
  expect(house.mailbox.mails).toHaveLength(mails);
  expect(await groups.expectOneState(other)).toEqual([...ids].sort());
  for (const member of ids) {
    expect(await groups.ofMember(member)).toEqual(["Chess"]);
    expect(await organization.story(member)).not.toContain("membership.removed");
  }
});

test("B38 of a group of more members than one step takes nothing is left behind", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  const people: string[] = [];
  for (const name of "abcdefgh") people.push(await organization.provision(name));
  const id = await groups.make("Engineering", people);
  const other = await groups.make("Chess", people.slice(0, 4));
  await groups.expectNothing(other, async () => {
    expect((await directory.send("DELETE", `/Groups/${id}`)).status).toBe(204);
  });
  const { memberships, groupSizes } = house.deps.store;
  expect(await memberships.countDocuments({ organization: organization.id, group: id })).toBe(0);
  expect(await groupSizes.countDocuments({ organization: organization.id, _id: id })).toBe(0);
  expect(await groups.expectOneState(other)).toHaveLength(4);
});

test("B38 the name is free at once for a new group, to which nothing of the former one comes back", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  const id = await groups.make("Engineering", [ada, bob]);
  const made = await whileWorkerRests(house, async () => {
    expect((await directory.send("DELETE", `/Groups/${id}`)).status).toBe(204);
    return groups.post("ENGINEERING", { members: asMembers([bob]) });
  });
  expect(made.status).toBe(201);
  expect(made.body.id).not.toBe(id);
  await organization.settled();
  expect(await groups.named("engineering")).toEqual([made.body.id]);
  expect(await groups.expectOneState(made.body.id)).toEqual([bob]);
  expect(await groups.ofMember(ada)).toEqual([]);
});

test("B38 many DELETEs at the same time: one is 204, the others 404, one removal is told", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  const id = await groups.make("Engineering");
  const answers = await Promise.all([1, 2, 3, 4].map(() => directory.send("DELETE", `/Groups/${id}`)));
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404]);
  await organization.settled();
  expect(await groups.story(id)).toEqual(["group.created", "group.removed"]);
});

test("B38 a group that is deleted before any worker saw it leaves nothing behind", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  const ada = await organization.provision("ada");
  const id = await whileWorkerRests(house, async () => {
    const { body } = await groups.post("Engineering", { members: asMembers([ada]) });
    expect((await directory.send("DELETE", `/Groups/${body.id}`)).status).toBe(204);
    return String(body.id);
  });
  await organization.afterwards();
  expect(await groups.story(id)).toEqual([]);
  expect(await house.deps.store.memberships.countDocuments({ group: id })).toBe(0);
});

test("B38 a write on its way while the group is deleted does not bring it back", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  const ada = await organization.provision("ada");
  const add = patchOf({ op: "Add", path: "members", value: asMembers([ada]) });
  const rename = patchOf({ op: "Replace", path: "displayName", value: "Research" });
  for (let round = 0; round < 8; round += 1) {
    const id = await groups.make("Engineering");
    const answers = await Promise.all([
      directory.send("PATCH", `/Groups/${id}`, add),
      directory.send("DELETE", `/Groups/${id}`),
      directory.send("PATCH", `/Groups/${id}`, rename),
    ]);
    for (const { status } of answers) expect([200, 204, 404]).toContain(status);
    await organization.settled();
    expect((await directory.send("GET", `/Groups/${id}`)).status).toBe(404);
    expect(await groups.ofMember(ada)).toEqual([]);
  }
});

test("B38 nobody deletes a group of another organization", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  const id = await one.groups.make("Engineering", [await one.provision("ada")]);
  await one.groups.expectNothing(id, async () => {
    expect((await other.directory.send("DELETE", `/Groups/${id}`)).status).toBe(404);
  });
});

test("B38 an admin removes a group made by hand, and its people stay; one of the directory's they cannot", async () => {
  const organization = await openOrganization(house);
  const { deps } = house;
  const { groups } = organization;
  const ada = await organization.provision("ada");
  const [id, linked] = [await groups.makeByHand("Mine", [ada]), await groups.make("Theirs", [ada])];
  const require = (group: string) => requireGroup(deps, organization.id, group);
  await groups.expectNothing(linked, async () => {
    await removeByHand(deps, await require(id), admin);
    const refusal = removeByHand(deps, await require(linked), admin);
    await expect(refusal).rejects.toBeInstanceOf(Refusal);
  });
  expect((await groups.events(id)).at(-1)).toEqual({ kind: "group.removed", actor: admin });
  expect(await groups.ofMember(ada)).toEqual(["Theirs"]);
  expect((await organization.member(ada)).status).toBe("invited");
});
