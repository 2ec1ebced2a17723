/**
 * B10 with invitations held: who is provisioned stays staged, uninvited and without a seat, until an admin releases one,
 * several or all, or the setting goes back.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { actOnMembers, releaseAll } from "../../api/organization/members/actions.ts";
import { changeOrganization, requireOrganization } from "../../api/organization/settings/organizations.ts";
import { type House, openHouse } from "../support/house.ts";
import { accept } from "../support/joining.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function openHeld(options: { seats?: number } = {}): Promise<TestOrganization> {
  const organization = await openOrganization(house, options);
  await changeOrganization(house.deps, organization.id, { settings: { invitations: "held" } });
  return organization;
}

async function act(organization: TestOrganization, ids: string[], action: "release" | "restore" | "revoke") {
  const place = await requireOrganization(house.deps, organization.id);
  const outcome = await actOnMembers(house.deps, place, action, ids, admin);
  await organization.settled();
  return outcome;
}

test("B10 B23 who is provisioned while invitations are held is staged: no e-mail, no seat, no failure", async () => {
  const organization = await openHeld();
  const id = await organization.provision("ada");
  expect(await organization.member(id)).toMatchObject({
    status: "staged",
    holdsSeat: false,
    invitation: null,
    waiting: null,
    pending: false,
    why: "staged, until an admin releases the invitation",
  });
  expect(organization.mails("ada")).toEqual([]);
  expect((await organization.seats()).used).toBe(1);
  expect(await organization.failures("open")).toEqual([]);
  expect(await organization.story(id)).toEqual(["member.created", "member.waiting"]);
  expect(await organization.read(id)).toMatchObject({ active: true });
});

test("B10 an admin releases some; each is invited once, however often it is released", async () => {
  const organization = await openHeld();
  const ids = [await organization.provision("ada"), await organization.provision("bob")];
  const eve = await organization.provision("eve");
  expect(await act(organization, ids, "release")).toEqual({ done: ids, refused: [] });
  expect(await act(organization, [...ids, ...ids], "release")).toEqual({ done: ids, refused: [] });
  for (const local of ["ada", "bob"]) expect(organization.mails(local)).toHaveLength(1);
  expect(await organization.member(eve)).toMatchObject({ status: "staged", holdsSeat: false });
  await accept(house, organization, "ada");
  expect((await act(organization, ids, "release")).refused).toEqual([]);
  expect(organization.mails("ada")).toHaveLength(1);
});

test("B10 an admin releases all at once", async () => {
  const organization = await openHeld();
  const locals = ["ada", "bob", "eve"];
  const ids = await Promise.all(locals.map((local) => organization.provision(local)));
  expect(await releaseAll(house.deps, organization.id, admin)).toBe(3);
  expect(await releaseAll(house.deps, organization.id, admin)).toBe(0);
  await organization.settled();
  for (const id of ids) expect((await organization.member(id)).status).toBe("invited");
  for (const local of locals) expect(organization.mails(local)).toHaveLength(1);
});

test("B10 once they are sent at once again, all who are staged are invited, more than one share of them", async () => {
  const organization = await openHeld();
  const posts = Array.from({ length: 450 }, (_, index) =>
    organization.directory.send("POST", "/Users", entraUser(organization.address(`p${index}`))),
  );
  expect((await Promise.all(posts)).filter(({ status }) => status !== 201)).toEqual([]);
  await organization.settled(60_000);
  expect((await organization.members()).filter(({ status }) => status === "staged")).toHaveLength(450);
  await changeOrganization(house.deps, organization.id, { settings: { invitations: "atOnce" } });
  await organization.settled(60_000);
  expect((await organization.members()).filter(({ status }) => status === "invited")).toHaveLength(450);
  expect((await organization.seats()).used).toBe(451);
});

test("B23 B24 who is released waits for a seat or an address like anyone, and goes on alone", async () => {
  const organization = await openHeld({ seats: 2 });
  const ada = await organization.provision("ada");
  const bob = await organization.provision("bob");
  await act(organization, [ada, bob], "release");
  const members = [await organization.member(ada), await organization.member(bob)];
  const waits = members.find(({ waiting }) => waiting?.kind === "seat");
  const invited = members.find(({ status }) => status === "invited");
  expect([waits?.status, invited?.holdsSeat]).toEqual(["staged", true]);
  await organization.setActive(invited?.id ?? "", "False");
  expect((await organization.member(waits?.id ?? "")).status).toBe("invited");
});

test("B18 B19 who is disabled and enabled before the release is staged again; who had been invited is invited", async () => {
  const organization = await openHeld();
  const ada = await organization.provision("ada");
  const bob = await organization.provision("bob", { active: false });
  expect((await act(organization, [bob], "release")).refused).toMatchObject([
    { id: bob, detail: expect.stringMatching(/restore/) },
  ]);
  await organization.setActive(ada, "False");
  for (const id of [ada, bob]) await organization.setActive(id, "True");
  for (const id of [ada, bob])
    expect(await organization.member(id)).toMatchObject({ status: "staged", revokedBy: null });
  await act(organization, [ada], "release");
  await act(organization, [ada], "revoke");
  await act(organization, [ada], "restore");
  expect((await organization.member(ada)).status).toBe("invited");
  expect(organization.mails("ada")).toHaveLength(1);
  expect(organization.mails("bob")).toEqual([]);
});

test("B10 B13 a person invited by hand is released by that; who was invited before goes on", async () => {
  const organization = await openOrganization(house);
  const before = await organization.provision("before");
  await changeOrganization(house.deps, organization.id, { settings: { invitations: "held" } });
  await organization.inviteByHand("ada");
  expect(organization.mails("ada")).toHaveLength(1);
  await organization.patch(before, { op: "replace", path: "displayName", value: "Another" });
  expect((await organization.member(before)).status).toBe("invited");
});

test("B16 B26 who is removed before the release is gone, and held again when created anew", async () => {
  const organization = await openHeld();
  const id = await organization.provision("ada");
  await act(organization, [id], "release");
  await organization.remove(id);
  const anew = await organization.provision("ada");
  expect(anew).not.toBe(id);
  expect(await organization.member(anew)).toMatchObject({ status: "staged", invitation: null });
  expect((await organization.story(id)).at(-1)).toBe("member.removed");
});
