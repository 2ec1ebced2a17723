/**
 * B16, B26: who leaves the organization leaves all its groups, and does not come back into them.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";

let house: House;
let organization: TestOrganization;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function openWithTwo() {
  organization = await openOrganization(house);
  return [await organization.provision("ada"), await organization.provision("bob")] as const;
}

test("B16 who is removed leaves all groups, whoever made them, and each of them tells so", async () => {
  const [ada, bob] = await openWithTwo();
  const { groups } = organization;
  const ids = [
    await groups.make("Engineering", [ada, bob]),
    await groups.make("Chess", [ada]),
    await groups.makeByHand("By hand", [ada, bob]),
  ];
  const stays = [[bob], [], [bob]];
  const other = await groups.picture(await groups.make("Others", [bob]));
  await organization.remove(ada);
  for (const [index, id] of ids.entries()) {
    expect(await groups.members(id)).toEqual(stays[index]);
    expect(await groups.view(id)).toMatchObject({ members: stays[index]?.length });
    const told = (await groups.events(id)).filter(({ kind }) => kind === "membership.removed");
    const actor = { kind: "key", id: organization.keyId };
    expect(told).toEqual([{ kind: "membership.removed", member: ada, actor }]);
  }
  expect(await groups.ofMember(bob)).toEqual(["By hand", "Engineering", "Others"]);
  expect(await groups.picture(String(await groups.named("Others")))).toEqual(other);
});

test("B16 a group leaves out who is removed at once, before the workers are done", async () => {
  const [ada, bob] = await openWithTwo();
  const { directory, groups } = organization;
  const id = await groups.make("Engineering", [ada, bob]);
  await whileWorkerRests(house, async () => {
    expect((await directory.send("DELETE", `/Users/${ada}`)).status).toBe(204);
    expect(await groups.members(id)).toEqual([bob]);
    const filter = encodeURIComponent(`members eq "${ada}"`);
    expect((await directory.send("GET", `/Groups?filter=${filter}`)).body.totalResults).toBe(0);
  });
  await organization.settled();
  expect(await groups.members(id)).toEqual([bob]);
});

test("B16 to whoever has read a group it is another one once a member of it is removed", async () => {
  const [ada, bob] = await openWithTwo();
  const { directory, groups } = organization;
  const id = await groups.make("Engineering", [ada, bob]);
  const read = await directory.send("GET", `/Groups/${id}`);
  await organization.remove(ada);
  const again = await directory.send("GET", `/Groups/${id}`, undefined, {
    "If-None-Match": read.headers.get("ETag") ?? "",
  });
  expect(again.status).toBe(200);
  expect(again.body.members).toHaveLength(1);
});

test("B14 who is revoked stays in their groups, and is in them when restored", async () => {
  const [ada, bob] = await openWithTwo();
  const { groups } = organization;
  const id = await groups.make("Engineering", [ada, bob]);
  await groups.expectNothing(id, async () => {
    await organization.setActive(ada, "False");
    expect(await groups.ofMember(ada)).toEqual(["Engineering"]);
    await organization.setActive(ada, "True");
  });
  expect(await groups.members(id)).toEqual([ada, bob].sort());
});

test("B26 a rehire is in none of the groups of the former one", async () => {
  const [ada, bob] = await openWithTwo();
  const { groups } = organization;
  const [linked, byHand] = [
    await groups.make("Engineering", [ada, bob]),
    await groups.makeByHand("Chess", [ada, bob]),
  ];
  await organization.remove(ada);
  const rehired = await organization.provision("ada");
  expect(await groups.ofMember(rehired)).toEqual([]);
  for (const id of [linked, byHand]) {
    expect(await groups.members(id)).toEqual([bob]);
    expect((await groups.events(id)).map(({ member }) => member)).not.toContain(rehired);
  }
});

test("B26 a rehire whom the directory puts into a group is in that one alone", async () => {
  const [ada] = await openWithTwo();
  const { groups } = organization;
  const id = await groups.make("Engineering", [ada]);
  await groups.make("Chess", [ada]);
  await organization.remove(ada);
  const rehired = await organization.provision("ada");
  await groups.patch(id, { op: "Add", path: "members", value: [{ value: rehired }] });
  expect(await groups.members(id)).toEqual([rehired]);
  expect(await groups.ofMember(rehired)).toEqual(["Engineering"]);
  expect(await organization.story(rehired)).toEqual(["member.created", "member.invited", "membership.added"]);
});
