/**
 * What an admin does to many members at once: each for itself, each once.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { disableScim } from "../../api/organization/directory/keys.ts";
import { actOnMembers } from "../../api/organization/members/actions.ts";
import { changeRole, requireMember } from "../../api/organization/members/members.ts";
import type { MemberAction } from "../../api/organization/schema/member.ts";
import { requireOrganization } from "../../api/organization/settings/organizations.ts";
import { type House, openHouse } from "../support/house.ts";
import { provisionAs } from "../support/joining.ts";
import { ownerOf } from "../support/keys.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function act(organization: TestOrganization, action: MemberAction, ...ids: string[]) {
  const place = await requireOrganization(house.deps, organization.id);
  const outcome = await actOnMembers(house.deps, place, action, ids, admin);
  await organization.settled();
  return outcome;
}

test("one who cannot be had does not stop the others, and each says why not", async () => {
  const organization = await openOrganization(house);
  const other = await openOrganization(house);
  const owner = await ownerOf(organization);
  const ada = await organization.provision("ada");
  const bob = await provisionAs(house, organization, "bob", "confirmed");
  const foreign = await other.provision("eve");
  const revoked = await act(organization, "revoke", ada, owner, "nobody", foreign, bob);
  expect(revoked.done.sort()).toEqual([ada, bob].sort());
  expect(revoked.refused).toMatchObject([
    { id: "nobody", detail: expect.stringMatching(/no such member/) },
    { id: foreign, detail: expect.stringMatching(/no such member/) },
    { id: owner, detail: expect.stringMatching(/last confirmed owner/) },
  ]);
  expect((await other.member(foreign)).status).toBe("invited");
  expect((await organization.member(bob)).status).toBe("revoked");
});

test("what is done twice is done once", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  for (const action of ["revoke", "revoke", "restore", "restore"] as const)
    expect(await act(organization, action, id, id)).toEqual({ done: [id], refused: [] });
  expect(await organization.story(id)).toEqual([
    "member.created",
    "member.invited",
    "member.revoked",
    "member.restored",
  ]);
  expect(organization.mails("ada")).toHaveLength(1);
});

test("a thousand are revoked and restored, with an owner among them", async () => {
  const organization = await openOrganization(house);
  const { store, newId } = house.deps;
  const owner = await ownerOf(organization);
  const second = await provisionAs(house, organization, "second", "confirmed");
  await changeRole(house.deps, await requireMember(house.deps, organization.id, second), "owner", admin);
  const model = await store.members.findOne({ _id: second });
  if (!model) throw new Error("there is no model");
  const made = Array.from({ length: 998 }, (_, index) => {
    const userName = organization.address(`copy-${index}`);
    const address = userName.toLowerCase();
    return {
      ...model,
      _id: newId(),
      attributes: { userName, active: true, emails: [{ value: userName }] },
      keys: { userName: address, emails: [address], address },
      standing: { ...model.standing, role: "member" as const, address },
    };
  });
  await store.members.insertMany(made);
  const ids = [owner, second, ...made.map(({ _id }) => _id)];
  const { done, refused } = await act(organization, "revoke", ...ids);
  expect([done.length, refused.map(({ id }) => id)]).toEqual([999, [second]]);
  expect((await act(organization, "restore", ...ids)).refused).toEqual([]);
  expect((await organization.members()).filter(({ status }) => status === "confirmed")).toHaveLength(1_000);
});

test("two owners who are revoked at the same time: one stays", async () => {
  const organization = await openOrganization(house);
  const owner = await ownerOf(organization);
  const second = await provisionAs(house, organization, "second", "confirmed");
  await changeRole(house.deps, await requireMember(house.deps, organization.id, second), "owner", admin);
  const outcomes = await Promise.all([owner, second].map((id) => act(organization, "revoke", id)));
  expect(outcomes.flatMap(({ done }) => done)).toHaveLength(1);
});

test("invited again in bulk: a new link each, and who is not invited is told so", async () => {
  const organization = await openOrganization(house);
  const ada = await organization.provision("ada");
  const bob = await provisionAs(house, organization, "bob", "accepted");
  const outcome = await act(organization, "inviteAgain", ada, bob);
  expect(outcome).toMatchObject({ done: [ada], refused: [{ id: bob }] });
  expect(organization.mails("ada")).toHaveLength(2);
});

test("only who is not the directory's is removed by hand, and the guard does not hold that back", async () => {
  const organization = await openOrganization(house, { removalGuard: { members: 1, percent: 1 } });
  const owner = await ownerOf(organization);
  const theirs = await organization.provision("ada");
  const ours = [await organization.inviteByHand("bob"), await organization.inviteByHand("eve")];
  const { done, refused } = await act(organization, "remove", theirs, owner, ...ours);
  expect(done.sort()).toEqual([...ours].sort());
  expect(refused.find(({ id }) => id === theirs)?.detail).toMatch(/The directory owns .*ada.*: unassign/);
  expect(refused.find(({ id }) => id === owner)?.detail).toMatch(/last confirmed owner/);
  expect((await organization.members()).map(({ id }) => id).sort()).toEqual([owner, theirs].sort());
  expect(await organization.failures("open")).toEqual([]);
  expect(await act(organization, "remove", ...ours)).toMatchObject({ refused: [] });
  expect((await organization.story(ours[0] ?? "")).filter((kind) => kind === "member.removed")).toHaveLength(
    1,
  );
  expect((await organization.seats()).used).toBe(2);
});

test("once SCIM is off nobody is the directory's, and can be removed by hand", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  expect((await organization.member(id)).inDirectory).toBe(true);
  await disableScim(house.deps, organization.id);
  expect((await organization.member(id)).inDirectory).toBe(false);
  expect(await act(organization, "remove", id)).toEqual({ done: [id], refused: [] });
});
