/**
 * B36: a linked group that is renamed here and written by the directory before any worker has looked. The directory
 * has the last word, and each change is told of whom it came from.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";
import { patchOf, schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** A linked group called Engineering; what is done to it is done while no worker looks. */
async function whileNobodyLooks(act: (organization: TestOrganization, id: string) => Promise<void>) {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const id = await groups.make("Engineering");
  await whileWorkerRests(house, () => act(organization, id));
  await organization.afterwards();
  const events = (await groups.events(id)).slice(1);
  return { id, groups, events, directory: { kind: "key", id: organization.keyId } };
}

/** Sends a PATCH of a group that must be taken. */
async function send({ directory }: TestOrganization, id: string, operation: Record<string, unknown>) {
  expect((await directory.send("PATCH", `/Groups/${id}`, patchOf(operation))).status).toBe(200);
}

const rename = (value: string) => ({ op: "Replace", path: "displayName", value });

test("B36 renamed by hand and then by the directory: it has the directory's new name", async () => {
  const { id, groups, events, directory } = await whileNobodyLooks(async (organization, group) => {
    await organization.groups.renameByHand(group, "Rebels");
    await send(organization, group, rename("Research"));
  });
  expect((await groups.read(id)).displayName).toBe("Research");
  expect(events).toEqual([{ kind: "group.updated", actor: directory, detail: ["displayName"] }]);
});

test("B36 renamed by the directory and then by hand: it has the directory's new name, and the directory renamed it", async () => {
  const { id, groups, events, directory } = await whileNobodyLooks(async (organization, group) => {
    await send(organization, group, rename("Research"));
    await organization.groups.renameByHand(group, "Rebels");
  });
  expect((await groups.read(id)).displayName).toBe("Research");
  expect(events).toContainEqual({
    kind: "group.reverted",
    actor: { kind: "system" },
    detail: ["Rebels", "Research"],
  });
  expect(events).toContainEqual({ kind: "group.updated", actor: directory, detail: ["displayName"] });
  expect(events).toHaveLength(2);
});

test("B36 renamed by hand to the name that the directory then gives it: it keeps that name", async () => {
  const { id, groups, events } = await whileNobodyLooks(async (organization, group) => {
    await organization.groups.renameByHand(group, "Research");
    await send(organization, group, rename("Research"));
  });
  expect((await groups.read(id)).displayName).toBe("Research");
  expect(events.map(({ kind }) => kind)).not.toContain("group.reverted");
});

test("B36 renamed by hand to the name that a PUT of the directory then gives it: it keeps that name", async () => {
  const { id, groups, events } = await whileNobodyLooks(async ({ directory, groups: own }, group) => {
    await own.renameByHand(group, "Research");
    const whole = { schemas: [schemas.group], displayName: "Research" };
    expect((await directory.send("PUT", `/Groups/${group}`, whole)).status).toBe(200);
  });
  expect((await groups.read(id)).displayName).toBe("Research");
  expect(events.map(({ kind }) => kind)).not.toContain("group.reverted");
});

test("B36 renamed by hand while the directory writes its externalId: it goes back to the directory's name", async () => {
  const { id, groups, events } = await whileNobodyLooks(async (organization, group) => {
    await organization.groups.renameByHand(group, "Rebels");
    await send(organization, group, { op: "Add", path: "externalId", value: "e-1" });
  });
  expect(await groups.read(id)).toMatchObject({ displayName: "Engineering", externalId: "e-1" });
  expect(events.map(({ kind }) => kind)).toContain("group.reverted");
});

test("B36 renamed by hand while the directory writes its members: it goes back to the directory's name", async () => {
  const { id, groups, events } = await whileNobodyLooks(async (organization, group) => {
    await organization.groups.renameByHand(group, "Rebels");
    const [owner] = await organization.members();
    await send(organization, group, { op: "Add", path: "members", value: [{ value: owner?.id }] });
  });
  expect((await groups.read(id)).displayName).toBe("Engineering");
  expect(await groups.members(id)).toHaveLength(1);
  // In either order: a worker that was held between its looks at groups and at memberships finds the second first.
  expect(events.map(({ kind }) => kind).sort()).toEqual(["group.reverted", "membership.added"]);
});

test("B36 renamed by hand and by the directory back to what it was: nothing is told as changed", async () => {
  const { id, groups, events } = await whileNobodyLooks(async (organization, group) => {
    await organization.groups.renameByHand(group, "Rebels");
    await send(organization, group, rename("Engineering"));
  });
  expect((await groups.read(id)).displayName).toBe("Engineering");
  expect(events.map(({ kind }) => kind)).not.toContain("group.updated");
});
