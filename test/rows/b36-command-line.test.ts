/**
 * B33, B36: groups through the admin's command line, beside a directory that owns some of them.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../support/command-line.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization } from "../support/organization.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Runs a command that must go well. */
async function told(command: string, options: Record<string, string>) {
  const { exitCode, result, stdout, stderr } = await run(house, command, options);
  expect(exitCode, stdout + stderr).toBe(0);
  return result;
}

/** Runs a command that must be refused, and gives back the reason. */
async function refused(command: string, options: Record<string, string>): Promise<string> {
  const { exitCode, result, stdout } = await run(house, command, options);
  expect(exitCode, stdout).toBe(1);
  return String(result.error);
}

test("B33 a group made on the command line is linked by the directory, whose members it then has", async () => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  const place = { organization: organization.id };
  const { group } = await told("create-group", { ...place, name: "Engines" });
  const engines = { ...place, group: group.id };
  await told("add-to-group", { ...engines, member: ada });
  expect((await told("group-members", engines)).members).toMatchObject([{ id: ada }]);
  expect(await groups.make("engines", [bob])).toBe(group.id);
  expect((await told("groups", place)).groups).toEqual([
    { ...group, displayName: "engines", linked: true, members: 1, pending: false },
  ]);
  expect((await told("group-members", engines)).members).toMatchObject([{ id: bob }]);
});

test("B36 a linked group that is renamed on the command line goes back, and the command shows that", async () => {
  const { id: organization, groups } = await openOrganization(house);
  const id = await groups.make("Engines");
  const { group } = await told("rename-group", { organization, group: "engines", name: "Mine" });
  expect(group).toMatchObject({ id, displayName: "Engines", linked: true, pending: false });
  expect((await groups.events(id)).at(-1)).toEqual({
    kind: "group.reverted",
    actor: { kind: "system" },
    detail: ["Mine", "Engines"],
  });
});

test("B36 members of a linked group who are changed on the command line go back, and the commands show that", async () => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  const id = await groups.make("Engines", [ada]);
  const engines = { organization: organization.id, group: id };
  const added = await told("add-to-group", { ...engines, member: bob });
  expect(added.group).toMatchObject({ members: 1, pending: false });
  const removed = await told("remove-from-group", { ...engines, member: organization.address("ada") });
  expect(removed.group).toMatchObject({ members: 1, pending: false });
  expect(await groups.expectOneState(id)).toEqual([ada]);
  expect((await groups.story(id)).slice(2)).toEqual(["membership.reverted", "membership.reverted"]);
});

test("B36 the command line does not delete a group that the directory owns, nor take the name of another one", async () => {
  const { id: organization, groups } = await openOrganization(house);
  const id = await groups.make("Engines");
  const hand = await groups.makeByHand("Mine");
  await groups.expectNothing(id, async () => {
    expect(await refused("delete-group", { organization, group: id })).toContain("Engines");
    expect(await refused("create-group", { organization, name: "ENGINES" })).toContain("ENGINES");
    expect(await refused("rename-group", { organization, group: hand, name: "engines" })).toContain(
      "engines",
    );
  });
  expect(await groups.view(hand)).toMatchObject({ displayName: "Mine" });
});

test("B36 the command line touches no group and takes no member of another organization", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  const theirs = await other.provision("ada");
  const [id, foreign] = [
    await one.groups.makeByHand("Mine"),
    await other.groups.makeByHand("Theirs", [theirs]),
  ];
  const place = { organization: one.id };
  await other.groups.expectNothing(foreign, () =>
    one.groups.expectNothing(id, async () => {
      expect(await refused("rename-group", { ...place, group: foreign, name: "Stolen" })).toContain(foreign);
      expect(await refused("delete-group", { ...place, group: foreign })).toContain(foreign);
      expect(await refused("group-members", { ...place, group: "Theirs" })).toContain("Theirs");
      expect(await refused("add-to-group", { ...place, group: id, member: theirs })).toContain(theirs);
      // With a member of one's own, so that it is for the group's sake that it is refused.
      const member = one.address("owner");
      expect(await refused("add-to-group", { ...place, group: foreign, member })).toContain(foreign);
    }),
  );
});
