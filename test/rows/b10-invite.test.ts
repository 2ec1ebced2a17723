import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptInvitation } from "../../api/organization/members/accept.ts";
import { Refusal } from "../../api/organization/refusal.ts";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { type House, openHouse } from "../support/house.ts";
import { accept, acceptBy, expectDead, keyPairLike, tokenIn } from "../support/joining.ts";
import { openOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";
import { collectionsWith } from "../support/search.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const dayMs = 24 * 60 * 60 * 1000;

test("B10 an assigned user is acknowledged at once and invited with an expiring single-use link", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  expect(await organization.member(id)).toMatchObject({
    status: "invited",
    origin: "directory",
    linked: false,
    holdsSeat: true,
  });
  expect(await organization.story(id)).toEqual(["member.created", "member.invited"]);
  const [mail, ...more] = house.mailbox.to(organization.address("ada"));
  expect(more).toEqual([]);
  expect(mail?.text).toContain(`/join/${organization.id}/`);
});

test("B10 a user is acknowledged while no worker runs, and invited once one does", async () => {
  const organization = await openOrganization(house);
  const { address, directory } = organization;
  await house.worker.stop();
  const { status, body, headers } = await directory.send("POST", "/Users", entraUser(address("ada")));
  expect(status).toBe(201);
  expect(headers.get("location")).toBe(`${directory.url}/Users/${body.id}`);
  expect(await organization.find(`userName eq "${address("ada")}"`)).toEqual([body.id]);
  expect(await organization.member(body.id)).toMatchObject({ status: "staged", pending: true });
  expect(organization.mails("ada")).toHaveLength(0);
  await house.startWorker();
  await organization.settled();
  expect((await organization.member(body.id)).status).toBe("invited");
  expect(organization.mails("ada")).toHaveLength(1);
});

test("B10 the link is accepted once", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  const token = tokenIn(organization.mails("ada")[0]);
  await acceptBy(house, organization, token);
  expect((await organization.member(id)).status).toBe("accepted");
  await expectDead(house, organization, token);
  expect(await organization.story(id)).toEqual(["member.created", "member.invited", "member.accepted"]);
});

test("B10 of many who use the link at the same time one comes in", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  const token = tokenIn(organization.mails("ada")[0]);
  const tries = await Promise.allSettled([1, 2, 3, 4].map(() => acceptBy(house, organization, token)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect((await organization.story(id)).filter((kind) => kind === "member.accepted")).toHaveLength(1);
});

test("B10 the link expires after five days, or when the organization says", async () => {
  const organization = await openOrganization(house);
  const from = Date.now();
  const ada = await organization.provision("ada");
  await changeOrganization(house.deps, organization.id, { settings: { invitationDays: 2 } });
  const bob = await organization.provision("bob");
  for (const [id, local, days] of [[ada, "ada", 5] as const, [bob, "bob", 2] as const]) {
    const expiresAt = Number((await organization.member(id)).invitation?.expiresAt);
    expect(expiresAt).toBeGreaterThanOrEqual(from + days * dayMs);
    expect(expiresAt).toBeLessThanOrEqual(Date.now() + days * dayMs);
    const at = (time: number) => ({ ...house.deps, now: () => new Date(time) });
    const token = tokenIn(organization.mails(local)[0]);
    const late = acceptInvitation(at(expiresAt), organization.id, token, keyPairLike());
    await expect(late).rejects.toBeInstanceOf(Refusal);
    expect((await organization.member(id)).status).toBe("invited");
    await acceptInvitation(at(expiresAt - 1), organization.id, token, keyPairLike());
    expect((await organization.member(id)).status).toBe("accepted");
  }
});

test("B10 the link opens nothing in another organization, and neither does a link that nobody sent", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  await one.provision("ada");
  await other.provision("ada");
  const token = tokenIn(one.mails("ada")[0]);
  await expectDead(house, other, token);
  await expectDead(house, one, `${token}x`);
  await expectDead(house, one, "");
  await accept(house, one, "ada");
  expect((await other.members()).map(({ status }) => status).sort()).toEqual(["confirmed", "invited"]);
});

test("B10 only the hash of the link's token is kept", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  const token = tokenIn(organization.mails("ada")[0]);
  expect(token.length, "characters of a token that nobody guesses").toBeGreaterThanOrEqual(32);
  expect(await collectionsWith(house, id)).toContain("members");
  expect(await collectionsWith(house, token)).toEqual([]);
  await accept(house, organization, "ada");
  expect(await collectionsWith(house, token)).toEqual([]);
});
