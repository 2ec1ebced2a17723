/**
 * B36: the directory owns the name of a linked group; whatever else it is called, it goes back by itself.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createByHand } from "../../api/organization/groups/groups.ts";
import { Refusal } from "../../api/organization/refusal.ts";
import { fold } from "../../shared/scim/value/fold.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Gives a group another name straight in the database; with the names that it is found by, or without. */
async function renameInDatabase(id: string, displayName: string, withKeys: boolean): Promise<void> {
  const keys = { "keys.names": [fold(displayName)] };
  await house.deps.store.groups.updateOne(
    { _id: id },
    { $set: { "attributes.displayName": displayName, ...(withKeys && keys) } },
  );
}

type Rename = (organization: TestOrganization, id: string, displayName: string) => Promise<void>;

const renames: readonly (readonly [string, Rename])[] = [
  ["by hand", ({ groups }, id, name) => groups.renameByHand(id, name)],
  ["straight in the database", (_, id, name) => renameInDatabase(id, name, false)],
  ["in the database, with what it is found by,", (_, id, name) => renameInDatabase(id, name, true)],
];

test.each(renames)(
  "B36 a linked group that is renamed %s goes back, with an event that tells",
  async (_, rename) => {
    const organization = await openOrganization(house);
    const { groups } = organization;
    const ada = await organization.provision("ada");
    const id = await groups.make("Engineering", [ada]);
    const [etag, told] = [await groups.etag(id), await groups.events(id)];
    await rename(organization, id, "Rebels");
    await eventually(async () => expect(await groups.story(id)).toContain("group.reverted"));
    await organization.afterwards();
    expect(await groups.view(id)).toMatchObject({ displayName: "Engineering", members: 1, pending: false });
    expect(await groups.events(id)).toEqual([
      ...told,
      { kind: "group.reverted", actor: { kind: "system" }, detail: ["Rebels", "Engineering"] },
    ]);
    expect(await groups.named("ENGINEERING")).toEqual([id]);
    expect(await groups.named("Rebels")).toEqual([]);
    expect(await groups.members(id)).toEqual([ada]);
    expect(await groups.ofMember(ada)).toEqual(["Engineering"]);
    expect(await groups.etag(id)).not.toBe(etag);
    await groups.make("Rebels");
  },
);

test.each(renames)("B36 a linked group that is renamed %s in case alone goes back", async (_, rename) => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const id = await groups.make("Engineering");
  await rename(organization, id, "eNGINEERING");
  await eventually(async () => expect(await groups.story(id)).toContain("group.reverted"));
  expect((await groups.read(id)).displayName).toBe("Engineering");
});

test("B36 what was reverted once is reverted again, each time with one event", async () => {
  const { groups, settled } = await openOrganization(house);
  const id = await groups.make("Engineering");
  for (const name of ["Rebels", "Rebels", "Outlaws"]) {
    await groups.renameByHand(id, name);
    await settled();
    expect((await groups.read(id)).displayName).toBe("Engineering");
  }
  const reverted = (await groups.events(id)).filter(({ kind }) => kind === "group.reverted");
  expect(reverted.map(({ detail }) => detail?.[0])).toEqual(["Rebels", "Rebels", "Outlaws"]);
});

test("B36 a group made by hand goes back to the directory's name once it is linked", async () => {
  const { groups, settled } = await openOrganization(house);
  const id = await groups.makeByHand("engineering");
  await groups.make("Engineering");
  await groups.renameByHand(id, "engineering");
  await settled();
  expect((await groups.read(id)).displayName).toBe("Engineering");
  expect((await groups.events(id)).at(-1)).toMatchObject({
    kind: "group.reverted",
    detail: ["engineering", "Engineering"],
  });
});

test("B36 a group goes back to the name that the directory gave it last", async () => {
  const { groups, settled } = await openOrganization(house);
  const id = await groups.make("Engineering");
  await groups.patch(id, { op: "Replace", path: "displayName", value: "Research" });
  await groups.renameByHand(id, "Engineering");
  await settled();
  expect((await groups.read(id)).displayName).toBe("Research");
});

test("B36 many groups that are renamed in the database all go back, and no other group is touched", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  const ids: string[] = [];
  for (let index = 0; index < 12; index += 1) ids.push(await one.groups.make(`Group ${index}`));
  const unlinked = await one.groups.makeByHand("By hand");
  const theirs = await other.groups.make("Group 0");
  await one.groups.expectNothing(unlinked, () =>
    other.groups.expectNothing(theirs, async () => {
      for (const id of ids) await renameInDatabase(id, `Renamed ${id}`, true);
      await eventually(async () => {
        for (const [index, id] of ids.entries()) {
          expect((await one.groups.read(id)).displayName).toBe(`Group ${index}`);
        }
      });
    }),
  );
});

test("B36 a linked group cannot be renamed by hand to the name of another one", async () => {
  const { groups } = await openOrganization(house);
  const [id] = [await groups.make("Engineering"), await groups.make("Sales")];
  await groups.expectNothing(id, () =>
    expect(groups.renameByHand(id, "SALES")).rejects.toBeInstanceOf(Refusal),
  );
});

test("B36 while a linked group has another name by hand, nobody gets either of its names", async () => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const [id, other] = [await groups.make("Engineering"), await groups.makeByHand("Sales")];
  await whileWorkerRests(house, async () => {
    await groups.renameByHand(id, "Rebels");
    for (const name of ["ENGINEERING", "rebels"]) {
      expect((await groups.post(name)).status, name).toBe(409);
      await expect(groups.renameByHand(other, name)).rejects.toBeInstanceOf(Refusal);
      const byHand = createByHand(house.deps, organization.id, { displayName: name }, admin);
      await expect(byHand).rejects.toBeInstanceOf(Refusal);
    }
  });
  await organization.settled();
  expect(await groups.named("Engineering")).toEqual([id]);
  expect(await groups.view(other)).toMatchObject({ displayName: "Sales", linked: false });
  await groups.make("Rebels");
});

test("B36 a group whose name another one has taken meanwhile is told as a failure, and holds up nothing else", async () => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const id = await groups.make("Engineering");
  const other = await whileWorkerRests(house, async () => {
    await renameInDatabase(id, "Rebels", true);
    const { status, body } = await groups.post("Engineering");
    expect(status).toBe(201);
    return String(body.id);
  });
  await eventually(async () => {
    const [failure] = (await organization.failures("open")).filter(({ subject }) => subject === id);
    expect(failure?.cause).toContain("Rebels");
  });
  expect(await groups.named("Engineering")).toEqual([other]);
  await groups.expectNothing(other, () => groups.make("Sales", []));
  expect(await groups.story(id)).toEqual(["group.created"]);
});

test("B36 a linked group that is renamed by hand and then deleted stays deleted, and both names are free", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  const id = await groups.make("Engineering");
  await whileWorkerRests(house, async () => {
    await groups.renameByHand(id, "Rebels");
    expect((await directory.send("DELETE", `/Groups/${id}`)).status).toBe(204);
    for (const name of ["Engineering", "Rebels"]) expect((await groups.post(name)).status).toBe(201);
  });
  await organization.settled();
  expect((await directory.send("GET", `/Groups/${id}`)).status).toBe(404);
  expect(await groups.story(id)).toEqual(["group.created", "group.removed"]);
});
