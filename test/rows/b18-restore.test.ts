import { afterAll, beforeAll, expect, test } from "vitest";
import { actByHand, requireMember, restoreByHand } from "../../api/organization/members/members.ts";
import { Refusal } from "../../api/organization/refusal.ts";
import { type House, openHouse } from "../support/house.ts";
import { accept, provisionAs, standingOf, tokenIn } from "../support/joining.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const revokeByHand: typeof restoreByHand = (deps, member, by) => actByHand(deps, member, "revoke", by);

async function byHand(act: typeof restoreByHand, organization: TestOrganization, id: string): Promise<void> {
  await act(house.deps, await requireMember(house.deps, organization.id, id), admin);
  await organization.settled();
}

test.each(["invited", "accepted", "confirmed"] as const)(
  "B18 who was %s is so again when the directory enables them",
  async (status) => {
    const organization = await openOrganization(house);
    const id = await provisionAs(house, organization, "ada", status);
    const before = await standingOf(house, id);
    await organization.setActive(id, "False");
    await organization.setActive(id, "True");
    await organization.afterwards();
    expect(await standingOf(house, id)).toEqual(before);
    expect(await organization.member(id)).toMatchObject({ status, revokedBy: null, why: null });
    expect((await organization.story(id)).slice(-2)).toEqual(["member.revoked", "member.restored"]);
    expect((await organization.events(id)).at(-1)).toMatchObject({ status });
    expect(organization.mails("ada")).toHaveLength(1);
    expect(await organization.seats()).toMatchObject({ used: 3 });
  },
);

test("B18 an invitee who comes back can still use the link that was sent", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  await organization.setActive(id, "False");
  await organization.setActive(id, "True");
  await accept(house, organization, "ada");
  expect((await organization.member(id)).status).toBe("accepted");
});

test("B18 an invitee who comes back after the link expired gets a new one", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  await organization.setActive(id, "False");
  const past = { $set: { "standing.invitation.expiresAt": new Date(Date.now() - 1_000) } };
  await house.deps.store.members.updateOne({ _id: id }, past);
  await organization.setActive(id, "True");
  expect((await organization.member(id)).status).toBe("invited");
  expect(organization.mails("ada")).toHaveLength(2);
  await accept(house, organization, "ada");
  expect((await organization.member(id)).status).toBe("accepted");
});

test("B18 disabled and enabled over and over ends where it began, with one invitation", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  for (let round = 0; round < 4; round += 1) {
    await organization.setActive(id, "False");
    await organization.setActive(id, "True");
  }
  expect((await organization.member(id)).status).toBe("invited");
  expect(organization.mails("ada")).toHaveLength(1);
  expect(await organization.seats()).toMatchObject({ used: 2 });
});

test("B18 a member whom an admin revoked by hand stays revoked when the directory enables them", async () => {
  const organization = await openOrganization(house);
  const id = await provisionAs(house, organization, "ada", "confirmed");
  await byHand(revokeByHand, organization, id);
  expect(await organization.member(id)).toMatchObject({
    status: "revoked",
    revokedBy: "admin",
    holdsSeat: false,
  });
  await organization.setActive(id, "False");
  await organization.setActive(id, "True");
  await organization.afterwards();
  expect(await organization.member(id)).toMatchObject({
    status: "revoked",
    revokedBy: "admin",
    heldBy: admin,
    why: expect.stringMatching(/admin/),
  });
  expect((await organization.story(id)).filter((kind) => kind === "member.restored")).toEqual([]);
  expect(organization.mails("ada")).toHaveLength(1);
});

test("B18 an admin restores whom an admin revoked to where they were", async () => {
  const organization = await openOrganization(house);
  const id = await provisionAs(house, organization, "ada", "confirmed");
  const before = await standingOf(house, id);
  await byHand(revokeByHand, organization, id);
  await byHand(restoreByHand, organization, id);
  expect(await standingOf(house, id)).toEqual(before);
  expect(await organization.member(id)).toMatchObject({ status: "confirmed", heldBy: null, why: null });
  expect((await organization.events(id)).slice(-2)).toMatchObject([
    { kind: "member.revoked", actor: admin },
    { kind: "member.restored", actor: admin },
  ]);
});

test("B18 whom an admin revoked and the directory disabled is back only when both want them", async () => {
  const organization = await openOrganization(house);
  const id = await provisionAs(house, organization, "ada", "accepted");
  await organization.setActive(id, "False");
  await byHand(revokeByHand, organization, id);
  await byHand(restoreByHand, organization, id);
  expect(await organization.member(id)).toMatchObject({
    status: "revoked",
    revokedBy: "directory",
    why: expect.stringMatching(/directory/),
  });
  await organization.setActive(id, "True");
  expect((await organization.member(id)).status).toBe("accepted");
});

test("B18 whom the directory revoked and enabled under an admin's hold comes back when the admin lifts it", async () => {
  const organization = await openOrganization(house);
  const id = await provisionAs(house, organization, "ada", "confirmed");
  await organization.setActive(id, "False");
  await byHand(revokeByHand, organization, id);
  await organization.setActive(id, "True");
  expect((await organization.member(id)).status).toBe("revoked");
  await byHand(restoreByHand, organization, id);
  expect((await organization.member(id)).status).toBe("confirmed");
});

test("B18 an admin cannot restore whom the directory disabled, and learns where to do it", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  await organization.setActive(id, "False");
  const member = await requireMember(house.deps, organization.id, id);
  const tried = restoreByHand(house.deps, member, admin);
  await expect(tried).rejects.toBeInstanceOf(Refusal);
  await expect(tried).rejects.toThrow(/directory/);
  await organization.afterwards();
  expect((await organization.member(id)).status).toBe("revoked");
});

test("B18 whom an admin revoked by hand before the directory came stays revoked when a PUT of theirs says active", async () => {
  const organization = await openOrganization(house);
  const id = await organization.inviteByHand("ada");
  await byHand(revokeByHand, organization, id);
  const link = tokenIn(organization.mails("ada")[0]);
  const { body } = await organization.directory.send("GET", `/Users/${id}`);
  await organization.directory.send("PUT", `/Users/${id}`, { ...body, active: true });
  await organization.settled();
  expect(await organization.member(id)).toMatchObject({ status: "revoked", revokedBy: "admin" });
  await byHand(restoreByHand, organization, id);
  expect((await organization.member(id)).status).toBe("invited");
  expect(tokenIn(organization.mails("ada").at(-1))).toBe(link);
});
