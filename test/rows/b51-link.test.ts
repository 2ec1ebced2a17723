/**
 * B51: what the link of an invitation opens: only a token that was a member's once tells anything, and nothing changes.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { lookAtInvitation } from "../../api/organization/members/accept.ts";
import { actByHand, requireMember } from "../../api/organization/members/members.ts";
import { type House, openHouse } from "../support/house.ts";
import { accept, confirm, expectDead, tokenIn } from "../support/joining.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const look = (organization: TestOrganization, token: string) =>
  lookAtInvitation(house.deps, organization.id, token);

const newestToken = (organization: TestOrganization, local: string) =>
  tokenIn(organization.mails(local).at(-1));

async function inviteAgain(organization: TestOrganization, id: string): Promise<void> {
  const member = await requireMember(house.deps, organization.id, id);
  await actByHand(house.deps, member, "inviteAgain", admin);
  await organization.settled();
}

const unknown = { state: "unknown", organization: null, member: null, expiresAt: null };

test("B51 an open link names the organization and whom it invites, as often as it is looked at", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  const token = newestToken(organization, "ada");
  const before = await organization.picture(id);
  for (let looks = 0; looks < 3; looks += 1)
    expect(await look(organization, token)).toMatchObject({
      state: "open",
      organization: { id: organization.id, name: `Organization ${organization.id}` },
      member: { id, address: organization.address("ada"), status: "invited", role: "member" },
      expiresAt: (await organization.member(id)).invitation?.expiresAt,
    });
  expect(await organization.picture(id)).toEqual(before);
});

test("B51 a wrong link tells nothing, and neither does another organization's, or a removed member's", async () => {
  const [organization, other] = [await openOrganization(house), await openOrganization(house)];
  const id = await organization.provision("ada");
  const token = newestToken(organization, "ada");
  const wrong = ["", "x", `${token}x`, token.slice(1), token.toUpperCase()];
  for (const each of wrong) expect(await look(organization, each)).toEqual(unknown);
  expect(await look(other, token)).toEqual(unknown);
  expect(await lookAtInvitation(house.deps, "no-such-place", token)).toEqual(unknown);
  await inviteAgain(organization, id);
  const newer = newestToken(organization, "ada");
  await organization.remove(id);
  for (const each of [token, newer]) expect(await look(organization, each)).toEqual(unknown);
});

test("B51 an expired link says so, opens nothing, and the invitation can be sent again", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  const token = newestToken(organization, "ada");
  const expiresAt = (await organization.member(id)).invitation?.expiresAt;
  const late = { ...house.deps, now: () => new Date(Number(expiresAt)) };
  const seen = await lookAtInvitation(late, organization.id, token);
  expect(seen).toMatchObject({ state: "expired", member: null, expiresAt });
  expect(seen.organization?.contact).toBe(organization.address("owner"));
  await inviteAgain(organization, id);
  expect((await look(organization, newestToken(organization, "ada"))).state).toBe("open");
});

test("B51 a superseded link is told from a wrong one, also the one before the last, and names nobody", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  const tokens = [newestToken(organization, "ada")];
  for (let more = 0; more < 2; more += 1) {
    await inviteAgain(organization, id);
    tokens.push(newestToken(organization, "ada"));
  }
  const [first = "", second = "", newest = ""] = tokens;
  for (const token of [first, second]) {
    expect(await look(organization, token)).toMatchObject({
      state: "superseded",
      organization: { id: organization.id },
      member: null,
      expiresAt: null,
    });
    await expectDead(house, organization, token);
  }
  expect((await look(organization, newest)).state).toBe("open");
});

test("B51 B20 a link to an address that is the member's no more is superseded, at once", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  const token = newestToken(organization, "ada");
  const value = organization.address("ada.moved");
  await organization.patch(id, { op: "replace", path: 'emails[type eq "work"].value', value });
  expect(await look(organization, token)).toMatchObject({ state: "superseded", member: null });
  expect((await look(organization, newestToken(organization, "ada.moved"))).state).toBe("open");
});

test("B51 a used link says so whatever the member is by now, and a revoked member's that access ended", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  const earlier = newestToken(organization, "ada");
  await inviteAgain(organization, id);
  const token = newestToken(organization, "ada");
  await organization.setActive(id, "False");
  expect((await look(organization, token)).state).toBe("revoked");
  await organization.setActive(id, "True");
  await accept(house, organization, "ada");
  expect((await look(organization, token)).state).toBe("used");
  await confirm(house, organization, id);
  for (const each of [token, earlier])
    expect(await look(organization, each)).toMatchObject({ state: "used", member: null });
  await organization.setActive(id, "False");
  expect((await look(organization, token)).state).toBe("revoked");
});
