import { afterAll, beforeAll, expect, test } from "vitest";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization } from "../support/organization.ts";
import { entraUser, patchOf, schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test("B05 with provisioning of users off every write of a user gets 403 with a telling detail and changes nothing", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  const before = await organization.picture(id);
  await changeOrganization(house.deps, organization.id, { settings: { provisionUsers: false } });
  const { address, directory } = organization;
  const writes = [
    await directory.send("POST", "/Users", entraUser(address("bob"))),
    await directory.send("PUT", `/Users/${id}`, entraUser(address("ada"), { displayName: "New" })),
    await directory.send("PATCH", `/Users/${id}`, patchOf({ op: "Replace", path: "active", value: "False" })),
    await directory.send("DELETE", `/Users/${id}`),
  ];
  for (const { status, body } of writes) {
    expect(status).toBe(403);
    expect(body).toMatchObject({ schemas: [schemas.error], status: "403" });
    expect(body.detail).toMatch(/user.*(off|disabled)/i);
  }
  await changeOrganization(house.deps, organization.id, { settings: { provisionUsers: true } });
  await organization.afterwards();
  expect(await organization.picture(id)).toEqual(before);
  expect(await organization.find(`userName eq "${address("bob")}"`)).toEqual([]);
  expect(organization.mails("bob")).toHaveLength(0);
});

test("B05 with provisioning of users off reads still answer", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  await changeOrganization(house.deps, organization.id, { settings: { provisionUsers: false } });
  expect((await organization.read(id)).userName).toBe(organization.address("ada"));
  expect(await organization.find(`userName eq "${organization.address("ada")}"`)).toEqual([id]);
  for (const path of ["/Users", "/Groups", "/ServiceProviderConfig", "/ResourceTypes", "/Schemas"]) {
    expect((await organization.directory.send("GET", path)).status, path).toBe(200);
  }
});

test("B05 provisioning of users turned on again takes writes, and one organization's switch is not another's", async () => {
  const [off, on] = [await openOrganization(house), await openOrganization(house)];
  await changeOrganization(house.deps, off.id, { settings: { provisionUsers: false } });
  await on.provision("ada");
  await changeOrganization(house.deps, off.id, { settings: { provisionUsers: true } });
  await off.provision("ada");
});
