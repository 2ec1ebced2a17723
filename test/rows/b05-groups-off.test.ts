import { afterAll, beforeAll, expect, test } from "vitest";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { asMembers } from "../support/groups.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { patchOf, schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

function switchGroups({ id }: TestOrganization, provisionGroups: boolean) {
  return changeOrganization(house.deps, id, { settings: { provisionGroups } });
}

test("B05 with provisioning of groups off every write of a group gets 403 with a telling detail and changes nothing", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  const id = await groups.make("Engineering", [ada]);
  const before = await groups.picture(id);
  await switchGroups(organization, false);
  const whole = { schemas: [schemas.group], displayName: "Renamed", members: asMembers([bob]) };
  const writes = [
    await directory.send("POST", "/Groups", { schemas: [schemas.group], displayName: "Sales" }),
    await directory.send("PUT", `/Groups/${id}`, whole),
    await directory.send("PATCH", `/Groups/${id}`, patchOf({ op: "Add", path: "members", value: [] })),
    await directory.send("PATCH", `/Groups/${id}`, patchOf({ op: "Remove", path: "members" })),
    await directory.send("DELETE", `/Groups/${id}`),
  ];
  for (const { status, body } of writes) {
    expect(status).toBe(403);
    expect(body).toMatchObject({ schemas: [schemas.error], status: "403" });
    expect(body.detail).toMatch(/group.*(off|disabled)/i);
  }
  await switchGroups(organization, true);
  await organization.afterwards();
  expect(await groups.picture(id)).toEqual(before);
  expect(await groups.named("Sales")).toEqual([]);
});

test("B05 with provisioning of groups off reads still answer", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  const ada = await organization.provision("ada");
  const id = await groups.make("Engineering", [ada]);
  await switchGroups(organization, false);
  expect(await groups.members(id)).toEqual([ada]);
  expect(await groups.named("engineering")).toEqual([id]);
  expect(await groups.ofMember(ada)).toEqual(["Engineering"]);
  for (const path of ["/Groups", `/Groups/${id}?excludedAttributes=members`, "/Users", "/Schemas"]) {
    expect((await directory.send("GET", path)).status, path).toBe(200);
  }
});

test("B05 with provisioning of groups off users are still written, and who is removed leaves their groups", async () => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const ada = await organization.provision("ada");
  const id = await groups.make("Engineering", [ada]);
  await switchGroups(organization, false);
  await organization.provision("bob");
  await organization.setActive(ada, "False");
  await organization.remove(ada);
  expect(await groups.members(id)).toEqual([]);
  expect(await groups.view(id)).toMatchObject({ members: 0 });
});

test("B05 with provisioning of users off groups are still written", async () => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const ada = await organization.provision("ada");
  await changeOrganization(house.deps, organization.id, { settings: { provisionUsers: false } });
  const id = await groups.make("Engineering", [ada]);
  expect(await groups.members(id)).toEqual([ada]);
  expect(await groups.view(id)).toMatchObject({ members: 1 });
});

test("B05 provisioning of groups turned on again takes writes, and one organization's switch is not another's", async () => {
  const [off, on] = [await openOrganization(house), await openOrganization(house)];
  await switchGroups(off, false);
  await on.groups.make("Engineering");
  expect((await off.groups.post("Engineering")).status).toBe(403);
  await switchGroups(off, true);
  await off.groups.make("Engineering");
});
