/**
 * F07: whose address rejects the invitation for good is marked as unreachable, until one goes through or the address
 * changes.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { retryFailed } from "../../api/organization/failures/retry.ts";
import { actByHand, requireMember } from "../../api/organization/members/members.ts";
import { Refusal } from "../../api/organization/refusal.ts";
import { run } from "../support/command-line.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { accept, acceptBy, expectDead, provisionAs, tokenIn } from "../support/joining.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";

let house: House;
let organization: TestOrganization;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  organization = await openOrganization(house);
});
afterEach(() => house.mailbox.refuse(null));
afterAll(() => house.close());

/** Provisions a person whose mailbox there is not. */
async function provisionRejected(code = 550): Promise<string> {
  house.mailbox.refuse((to) =>
    to === organization.address("ada") ? { code, text: "no such mailbox" } : null,
  );
  const id = await organization.provision("ada");
  house.mailbox.refuse(null);
  return id;
}

async function again(id: string): Promise<void> {
  const member = await requireMember(house.deps, organization.id, id);
  await actByHand(house.deps, member, "inviteAgain", admin);
  await organization.settled();
}

async function expectReached(id: string): Promise<void> {
  expect((await organization.member(id)).unreachable).toBeNull();
  expect(await organization.failures("open")).toEqual([]);
}

test("F07 who rejects an invitation for good is unreachable: since when, at which address, and why", async () => {
  const before = new Date();
  const id = await provisionRejected();
  const { unreachable, status, why } = await organization.member(id);
  expect(status).toBe("invited");
  expect(why).toContain("rejects the invitation");
  expect(unreachable).toMatchObject({
    address: organization.address("ada"),
    error: expect.stringContaining("no such mailbox"),
  });
  expect(unreachable?.since.getTime()).toBeGreaterThanOrEqual(before.getTime());
  expect(await organization.failures("open")).toMatchObject([{ kind: "mail", subject: id }]);
});

test("F07 who is only put off, however often, is not unreachable", async () => {
  const id = await provisionRejected(450);
  expect((await organization.member(id)).unreachable).toBeNull();
  expect(await organization.failures("open")).toMatchObject([{ kind: "mail", subject: id }]);
});

test("F07 a new address is invited by itself, and the mark is gone", async () => {
  const id = await provisionRejected();
  const value = organization.address("king");
  await organization.patch(id, { op: "Replace", path: 'emails[type eq "work"].value', value });
  expect(organization.mails("king")).toHaveLength(1);
  await expectReached(id);
});

test("F07 the mark is gone with the address, also where the next one rejects too: then it is that one's", async () => {
  const id = await provisionRejected();
  const value = organization.address("king");
  house.mailbox.refuse((to) => (to === value ? { code: 553, text: "moved" } : null));
  await organization.patch(id, { op: "Replace", path: 'emails[type eq "work"].value', value });
  expect((await organization.member(id)).unreachable).toMatchObject({
    address: value,
    error: expect.stringContaining("moved"),
  });
});

test("F07 the mark is gone with the address, also while the next one puts us off", async () => {
  const id = await provisionRejected();
  const value = organization.address("king");
  house.mailbox.refuse((to) => (to === value ? { code: 450, text: "full" } : null));
  await organization.patch(id, { op: "Replace", path: 'emails[type eq "work"].value', value });
  expect((await organization.member(id)).unreachable).toBeNull();
  expect(await organization.failures("open")).toMatchObject([{ cause: expect.stringContaining(value) }]);
});

test("F07 another change of the person leaves the mark, and sends nothing", async () => {
  const id = await provisionRejected();
  await organization.patch(id, { op: "Replace", path: "displayName", value: "Ada" });
  expect((await organization.member(id)).unreachable).not.toBeNull();
  expect(organization.mails("ada")).toEqual([]);
});

test("F07 sent again by hand a new invitation goes out, and the mark is gone once it is through", async () => {
  const id = await provisionRejected();
  await again(id);
  expect(organization.mails("ada")).toHaveLength(1);
  await expectReached(id);
  expect((await organization.member(id)).invitation?.number).toBe(2);
  expect(await organization.story(id)).toEqual(["member.created", "member.invited", "member.invited"]);
  await accept(house, organization, "ada");
});

test("F07 sent again by hand and rejected again, the member stays unreachable", async () => {
  const id = await provisionRejected();
  house.mailbox.refuse((to) =>
    to === organization.address("ada") ? { code: 550, text: "still nobody" } : null,
  );
  await again(id);
  expect((await organization.member(id)).unreachable).toMatchObject({
    error: expect.stringContaining("still nobody"),
  });
  expect(await organization.failures("open")).toMatchObject([{ kind: "mail", count: 2 }]);
});

test("F07 the same e-mail tried again by hand takes the mark too", async () => {
  const id = await provisionRejected();
  await retryFailed(house.deps, organization.id, `mail:${id}`);
  await organization.settled();
  expect(organization.mails("ada")).toHaveLength(1);
  await eventually(() => expectReached(id));
});

test("F07 whoever was invited can be invited again: the old link ends, the new one works", async () => {
  const id = await organization.provision("bob");
  const old = tokenIn(organization.mails("bob")[0]);
  await again(id);
  expect(organization.mails("bob")).toHaveLength(2);
  await expectDead(house, organization, old);
  await acceptBy(house, organization, tokenIn(organization.mails("bob")[1]));
});

test.each(["accepted", "confirmed"] as const)(
  "F07 who has %s already is not invited again",
  async (status) => {
    const id = await provisionAs(house, organization, "ada", status);
    await expect(again(id)).rejects.toBeInstanceOf(Refusal);
    expect(organization.mails("ada")).toHaveLength(1);
  },
);

test("F07 who is revoked before the new invitation is made is not invited", async () => {
  const id = await provisionRejected();
  await organization.setActive(id, "False");
  await expect(again(id)).rejects.toThrow(/status is revoked/);
  expect(organization.mails("ada")).toEqual([]);
});

test("F07 the command line lists who is unreachable and invites them again", async () => {
  const id = await provisionRejected();
  const place = { organization: organization.id };
  const { members } = (await run(house, "members", place)).result;
  const [marked] = members.filter((member: { id: string }) => member.id === id);
  expect(marked.unreachable).toMatchObject({ address: organization.address("ada") });
  const { result } = await run(house, "invite-again", { ...place, member: organization.address("ada") });
  expect(result.member).toMatchObject({ id, status: "invited", invitation: { number: 2 } });
  await eventually(() => expect(organization.mails("ada")).toHaveLength(1));
});
