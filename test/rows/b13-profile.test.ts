import { afterAll, beforeAll, expect, test } from "vitest";
import { giveProfile, requireMember } from "../../api/organization/members/members.ts";
import { Refusal } from "../../api/organization/refusal.ts";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { type House, openHouse } from "../support/house.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const own = { displayName: "Countess", externalId: "own-1" };
const written = { displayName: "Ada L.", externalId: "dir-1" };

/** A person with a profile of the organization's own whom the directory has linked. */
async function linked(organization: TestOrganization, local = "ada"): Promise<string> {
  const id = await organization.inviteByHand(local, own);
  expect(await organization.provision(local, written)).toBe(id);
  return id;
}

async function give(
  organization: TestOrganization,
  id: string,
  owner: "organization" | "directory",
): Promise<void> {
  await giveProfile(house.deps, await requireMember(house.deps, organization.id, id), owner, admin);
  await organization.settled();
}

test("B13 what the organization shows for a linked person stays theirs, also when the directory writes others", async () => {
  const organization = await openOrganization(house);
  const id = await linked(organization);
  expect(await organization.member(id)).toMatchObject({ ...own, profileOwner: "organization" });
  await organization.patch(id, { op: "Replace", value: { displayName: "Third", externalId: "dir-2" } });
  expect(await organization.member(id)).toMatchObject(own);
  await organization.patch(id, { op: "Remove", path: "displayName" });
  expect(await organization.member(id)).toMatchObject(own);
  expect((await organization.read(id)).externalId).toBe("dir-2");
});

test("B13 an admin hands one linked person's profile over to the directory, and back", async () => {
  const organization = await openOrganization(house);
  const [ada, bob] = [await linked(organization), await linked(organization, "bob")];
  await give(organization, ada, "directory");
  expect(await organization.member(ada)).toMatchObject({ ...written, profileOwner: "directory" });
  expect(await organization.member(bob)).toMatchObject(own);
  await organization.patch(ada, { op: "Replace", path: "displayName", value: "Third" });
  expect((await organization.member(ada)).displayName).toBe("Third");
  await give(organization, ada, "organization");
  expect(await organization.member(ada)).toMatchObject({ ...own, profileOwner: "organization" });
  expect((await organization.read(ada)).displayName).toBe("Third");
  expect(organization.mails("ada")).toHaveLength(1);
});

test("B13 the setting hands all linked profiles over to the directory, and back", async () => {
  const organization = await openOrganization(house);
  const ids = [await linked(organization), await linked(organization, "bob")];
  await changeOrganization(house.deps, organization.id, { settings: { linkedProfiles: "directory" } });
  for (const id of ids)
    expect(await organization.member(id)).toMatchObject({ ...written, profileOwner: "directory" });
  await changeOrganization(house.deps, organization.id, { settings: { linkedProfiles: "organization" } });
  for (const id of ids)
    expect(await organization.member(id)).toMatchObject({ ...own, profileOwner: "organization" });
});

test("B13 what an admin said of one person outlives the setting for all", async () => {
  const organization = await openOrganization(house);
  const [ada, bob] = [await linked(organization), await linked(organization, "bob")];
  await give(organization, ada, "organization");
  await changeOrganization(house.deps, organization.id, { settings: { linkedProfiles: "directory" } });
  expect(await organization.member(ada)).toMatchObject(own);
  expect(await organization.member(bob)).toMatchObject(written);
});

test("B13 handing a profile over does not touch status, link or resource", async () => {
  const organization = await openOrganization(house);
  const id = await linked(organization);
  const { meta: _, ...before } = await organization.read(id);
  await give(organization, id, "directory");
  const { meta: __, ...after } = await organization.read(id);
  expect(after).toEqual(before);
  expect(await organization.member(id)).toMatchObject({ status: "invited", linked: true });
});

test("B13 the profile of a person whom the directory made is the directory's, and cannot be handed over", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada", written);
  expect(await organization.member(id)).toMatchObject({ ...written, profileOwner: null });
  const member = await requireMember(house.deps, organization.id, id);
  await expect(giveProfile(house.deps, member, "organization", admin)).rejects.toBeInstanceOf(Refusal);
});
