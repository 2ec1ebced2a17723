/**
 * B38: a giant group that was removed is cleared step by step, and nothing else waits for it.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Member } from "../../shared/store/documents.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { postGroup, rosterOf } from "../support/membership-account.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf } from "../support/scim-client.ts";

const crowd = 20_000;
const deadlineMs = 120_000;
/** So small that clearing the crowd takes hundreds of steps. */
const step = 40;

let house: House;
beforeAll(async () => {
  house = await openHouse({ keepMails: false });
});
afterAll(() => house.close());

/** Copies a member many times, straight in the store, as people whose work is all done. */
async function copyMany({ id }: TestOrganization, original: string): Promise<string[]> {
  const { store, newId } = house.deps;
  const found = await store.members.findOne({ organization: id, _id: original });
  if (!found) throw new Error("there is nobody to copy");
  const copies = Array.from({ length: crowd }, (_, index): Member => {
    const userName = `copy-${index}`;
    return {
      ...found,
      _id: newId(),
      attributes: { userName, active: false },
      keys: { userName },
      standing: copied,
    };
  });
  await store.members.insertMany(copies);
  return copies.map(({ _id }) => _id);
}
const copied = { status: "revoked", role: "member", seat: false, restoreTo: "staged" } as const;

test("B38 while a removed group of 20,000 is cleared, a user and another group of the organization are served", {
  timeout: 2 * deadlineMs,
}, async () => {
  const organization = await openOrganization(house);
  const { directory } = organization;
  const { memberships, groupSizes, groups } = house.deps.store;
  const ada = await organization.provision("ada");
  const small = await postGroup(organization, "Small", [ada]);
  const people = await copyMany(organization, ada);
  const giant = await postGroup(organization, "Giant", [ada, ...people]);
  await organization.settled(deadlineMs);
  const of = { organization: organization.id };
  expect(await groupSizes.findOne({ ...of, _id: giant })).toMatchObject({ members: crowd + 1 });
  const before = (await organization.events()).length;

  await house.worker.stop();
  await house.startWorker({ MEMBERSHIP_BATCH: String(step) });
  expect((await directory.send("DELETE", `/Groups/${giant}`)).status).toBe(204);
  expect(await rosterOf(organization, giant), "gone at once").toBeNull();
  const bob = await directory.send("POST", "/Users", entraUser(organization.address("bob")));
  expect(bob.status).toBe(201);
  const add = patchOf({ op: "Add", path: "members", value: [{ value: bob.body.id }] });
  expect((await directory.send("PATCH", `/Groups/${small}`, add)).status).toBe(200);
  await eventually(async () => {
    const kinds = await organization.story(String(bob.body.id));
    expect(kinds.sort()).toEqual(["member.created", "member.invited", "membership.added"]);
  });
  const left = await memberships.countDocuments({ ...of, group: giant });
  expect(left, "memberships that are still to be cleared").toBeGreaterThan(0);
  expect(await groups.countDocuments({ ...of, _id: giant, clearing: { $exists: true } })).toBe(1);

  await house.worker.kill();
  await house.startWorker();
  await organization.settled(deadlineMs);
  expect(await memberships.countDocuments({ ...of, group: giant })).toBe(0);
  expect(await groupSizes.countDocuments({ ...of, _id: giant })).toBe(0);
  expect(await rosterOf(organization, small)).toEqual([ada, String(bob.body.id)].sort());
  const news = (await organization.events()).slice(before);
  expect(news.map(({ kind }) => kind).sort()).toEqual(
    ["group.removed", "member.created", "member.invited", "membership.added"].sort(),
  );
});
