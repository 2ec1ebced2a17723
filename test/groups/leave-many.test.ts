/**
 * B16: who leaves the organization leaves all groups, however many they are, and each group's feed tells it once.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGroup } from "../../shared/store/groups.ts";
import { type House, openHouse } from "../support/house.ts";
import { foldFeed, rosterOf } from "../support/membership-account.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";

/** More than one turn takes out of their groups. */
const teams = 4_100;
const deadlineMs = 120_000;

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Makes groups straight in the store, with some members each; the workers take them from there. */
async function fillGroups(organization: TestOrganization, members: readonly string[]): Promise<string[]> {
  const { store, newId, writeMemberships, queues } = house.deps;
  const by = { kind: "key", id: organization.keyId } as const;
  const at = new Date();
  const groups = Array.from({ length: teams }, (_, index) =>
    freshGroup({
      _id: newId(),
      organization: organization.id,
      attributes: { displayName: `Group ${index}` },
      origin: "directory",
      by,
      at,
    }),
  );
  await store.groups.insertMany(groups);
  queues.wake(organization.id);
  await organization.settled(deadlineMs);
  const changes = members.map((member) => ({ member, present: true, tell: true, exists: false }));
  await Promise.all(
    groups.map((group) => writeMemberships({ group, version: 1, actor: by, now: at }, changes)),
  );
  queues.wake(organization.id);
  await organization.settled(deadlineMs);
  return groups.map(({ _id }) => _id);
}

test(`B16 a member of ${teams} groups who is removed leaves all of them, and each is told once`, {
  timeout: 2 * deadlineMs,
}, async () => {
  const organization = await openOrganization(house);
  const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  const groups = await fillGroups(organization, [ada, bob]);
  const before = await organization.events();
  expect(before.filter(({ kind, member }) => kind === "membership.added" && member === ada)).toHaveLength(
    teams,
  );

  expect((await organization.directory.send("DELETE", `/Users/${ada}`)).status).toBe(204);
  const some = groups.filter((_, index) => index % 500 === 0);
  for (const group of some) expect(await rosterOf(organization, group), "at once").toEqual([bob]);
  await organization.settled(deadlineMs);

  const news = (await organization.events()).slice(before.length);
  expect(news.filter(({ member }) => member !== ada)).toEqual([]);
  expect(news.filter(({ kind }) => kind === "member.removed")).toHaveLength(1);
  const leaves = news.filter(({ kind }) => kind === "membership.removed");
  expect(leaves.map(({ group }) => group).sort()).toEqual([...groups].sort());
  expect(news).toHaveLength(1 + teams);
  expect(new Set(leaves.map(({ actor }) => JSON.stringify(actor)))).toEqual(
    new Set([JSON.stringify({ kind: "key", id: organization.keyId })]),
  );

  const { memberships, groupSizes } = house.deps.store;
  const of = { organization: organization.id };
  expect(await memberships.countDocuments({ ...of, member: ada, present: true })).toBe(0);
  expect(await memberships.countDocuments({ ...of, member: bob, present: true, inForce: true })).toBe(teams);
  expect(await groupSizes.countDocuments({ ...of, members: 1 })).toBe(teams);
  expect(await groupSizes.countDocuments(of)).toBe(teams);
  const told = foldFeed(await organization.events());
  expect([...told.values()].every((roster) => roster.size === 1 && roster.has(bob))).toBe(true);
});
