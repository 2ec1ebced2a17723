/**
 * B35: a linked group that is renamed in the directory is renamed here.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type Rename = (organization: TestOrganization, id: string, displayName: string) => Promise<unknown>;

const ways: readonly (readonly [string, Rename])[] = [
  [
    "a PATCH with a path",
    ({ groups }, id, value) => groups.patch(id, { op: "Replace", path: "displayName", value }),
  ],
  [
    "an Add with a path",
    ({ groups }, id, value) => groups.patch(id, { op: "Add", path: "displayName", value }),
  ],
  [
    "a PATCH without a path that carries the id",
    ({ groups }, id, displayName) => groups.patch(id, { op: "replace", value: { id, displayName } }),
  ],
  [
    "a PUT without members",
    async ({ directory, settled }, id, displayName) => {
      const whole = { schemas: [schemas.group], id, displayName };
      expect((await directory.send("PUT", `/Groups/${id}`, whole)).status).toBe(200);
      await settled();
    },
  ],
];

test.each(ways)("B35 a group is renamed by %s, and its members stay", async (_, rename) => {
  const organization = await openOrganization(house);
  const { groups, keyId } = organization;
  const ada = await organization.provision("ada");
  const id = await groups.make("Engineering", [ada]);
  const etag = await groups.etag(id);
  await rename(organization, id, "Research");
  expect(await groups.view(id)).toMatchObject({ displayName: "Research", members: 1 });
  expect(await groups.named("Engineering")).toEqual([]);
  expect(await groups.named("research")).toEqual([id]);
  expect(await groups.members(id)).toEqual([ada]);
  expect(await groups.ofMember(ada)).toEqual(["Research"]);
  expect(await groups.etag(id)).not.toBe(etag);
  expect((await groups.events(id)).slice(2)).toEqual([
    { kind: "group.updated", actor: { kind: "key", id: keyId }, detail: ["displayName"] },
  ]);
  expect(organization.mails("ada")).toHaveLength(1);
});

test.each(ways)("B35 a rename to the name that it has, by %s, is nothing", async (_, rename) => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const id = await groups.make("Engineering");
  await groups.expectNothing(id, () => rename(organization, id, "Engineering"));
});

test.each(ways)("B35 a rename in case alone, by %s, is a rename", async (_, rename) => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const id = await groups.make("Engineering");
  await rename(organization, id, "ENGINEERING");
  await organization.afterwards();
  expect((await groups.read(id)).displayName).toBe("ENGINEERING");
  expect(await groups.story(id)).toEqual(["group.created", "group.updated"]);
});

test("B35 a group made by hand that is linked is renamed like any other", async () => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const id = await groups.makeByHand("Engineering");
  await groups.make("Engineering");
  await groups.patch(id, { op: "Replace", path: "displayName", value: "Research" });
  await organization.afterwards();
  expect(await groups.view(id)).toMatchObject({ displayName: "Research", linked: true });
  expect(await groups.story(id)).toEqual(["group.created", "group.linked", "group.updated"]);
});

test("B35 a rename and members in one PATCH are both applied", async () => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const ada = await organization.provision("ada");
  const id = await groups.make("Engineering");
  await groups.patch(
    id,
    { op: "Replace", path: "displayName", value: "Research" },
    { op: "Add", path: "members", value: [{ value: ada }] },
  );
  expect(await groups.read(id)).toMatchObject({ displayName: "Research", members: [{ value: ada }] });
});

test("B35 two groups swap their names by way of a third", async () => {
  const { groups } = await openOrganization(house);
  const rename = (id: string, value: string) =>
    groups.patch(id, { op: "Replace", path: "displayName", value });
  const [one, two] = [await groups.make("One"), await groups.make("Two")];
  await rename(one, "Between");
  await rename(two, "One");
  await rename(one, "Two");
  expect([(await groups.read(one)).displayName, (await groups.read(two)).displayName]).toEqual([
    "Two",
    "One",
  ]);
});

test("B35 the externalId of a group changes and it is found by the new one alone", async () => {
  const { directory, groups, settled } = await openOrganization(house);
  const { body } = await groups.post("Engineering", { externalId: "e-1" });
  await settled();
  await groups.patch(body.id, { op: "Replace", path: "externalId", value: "e-2" });
  const find = async (externalId: string) =>
    (await directory.send("GET", `/Groups?filter=externalId+eq+"${externalId}"`)).body.totalResults;
  expect([await find("e-1"), await find("e-2")]).toEqual([0, 1]);
  expect((await groups.events(body.id)).at(-1)).toMatchObject({
    kind: "group.updated",
    detail: ["externalId"],
  });
});

test("B35 no directory renames the group of another organization", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  const id = await one.groups.make("Engineering");
  await one.groups.expectNothing(id, async () => {
    const operation = { op: "Replace", path: "displayName", value: "Stolen" };
    const body = { schemas: [schemas.patch], Operations: [operation] };
    expect((await other.directory.send("PATCH", `/Groups/${id}`, body)).status).toBe(404);
  });
});
