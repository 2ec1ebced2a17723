import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { acceptBy, expectDead, tokenIn } from "../support/joining.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf } from "../support/scim-client.ts";

let house: House;
let organization: TestOrganization;
beforeAll(async () => {
  // The mail server is left alone for long enough to change things meanwhile.
  house = await openHouse({ environment: { MAIL_PAUSE_MS: "2500" } });
});
beforeEach(async () => {
  organization = await openOrganization(house);
});
afterAll(() => house.close());

/** Posts a user whose invitation is then in the queue: the mail server has turned it away. */
async function postWhileMailIsAway(local: string): Promise<string> {
  const { length } = house.mailbox.turnedAway;
  const user = entraUser(`${local}-name`, { emails: [{ type: "work", value: organization.address(local) }] });
  house.mailbox.turnAway({ code: 421, text: "not now" });
  const { status, body } = await organization.directory.send("POST", "/Users", user);
  expect(status).toBe(201);
  await eventually(() => expect(house.mailbox.turnedAway.length).toBeGreaterThan(length));
  return String(body.id);
}

async function patch(id: string, path: string, value: unknown): Promise<void> {
  const body = patchOf({ op: "Replace", path, value });
  expect((await organization.directory.send("PATCH", `/Users/${id}`, body)).status).toBe(200);
}

const move = (id: string, local: string) =>
  patch(id, 'emails[type eq "work"].value', organization.address(local));

/** The mail server is back; another's invitation, queued later, is delivered before this returns. */
async function letMailThrough(): Promise<void> {
  house.mailbox.turnAway(null);
  await organization.settled();
  await organization.afterwards();
}

test("B14 an invitation still on its way when its invitee is revoked is not delivered", async () => {
  const id = await postWhileMailIsAway("ada");
  await patch(id, "active", "False");
  await eventually(async () => expect((await organization.member(id)).status).toBe("revoked"));
  await letMailThrough();
  expect(organization.mails("ada")).toHaveLength(0);
});

test("B18 an invitation that never went out because its invitee was revoked goes out when they are back", async () => {
  const id = await postWhileMailIsAway("ada");
  await patch(id, "active", "False");
  await eventually(async () => expect((await organization.member(id)).status).toBe("revoked"));
  await letMailThrough();
  await patch(id, "active", "True");
  await organization.settled();
  expect(organization.mails("ada")).toHaveLength(1);
  await acceptBy(house, organization, tokenIn(organization.mails("ada")[0]));
  expect((await organization.member(id)).status).toBe("accepted");
});

test("B16 an invitation still on its way to one who was removed is not delivered", async () => {
  const id = await postWhileMailIsAway("ada");
  expect((await organization.directory.send("DELETE", `/Users/${id}`)).status).toBe(204);
  await eventually(async () => expect(await organization.story(id)).toContain("member.removed"));
  await letMailThrough();
  expect(organization.mails("ada")).toHaveLength(0);
});

test("B20 an invitation still on its way when the address changes goes to the new address alone", async () => {
  const id = await postWhileMailIsAway("ada");
  await move(id, "king");
  await eventually(async () => expect((await organization.member(id)).invitation?.number).toBe(2));
  await letMailThrough();
  expect([organization.mails("ada").length, organization.mails("king").length]).toEqual([0, 1]);
  await acceptBy(house, organization, tokenIn(organization.mails("king")[0]));
});

test("B24 invitations still on their way when two people swap addresses go to the right ones", async () => {
  const [ada, bob] = [await postWhileMailIsAway("ada"), await postWhileMailIsAway("bob")];
  await move(ada, "bob");
  await move(bob, "ada");
  await eventually(async () => {
    expect((await organization.member(ada)).invitation?.address).toBe(organization.address("bob"));
    expect((await organization.member(bob)).invitation?.address).toBe(organization.address("ada"));
  });
  await letMailThrough();
  expect([organization.mails("ada").length, organization.mails("bob").length]).toEqual([1, 1]);
  await acceptBy(house, organization, tokenIn(organization.mails("ada")[0]));
  expect((await organization.member(bob)).status).toBe("accepted");
  expect((await organization.member(ada)).status).toBe("invited");
});

test("B24 an invitation on its way does not go to an address that its member no longer has, though that is not yet applied", async () => {
  const id = await postWhileMailIsAway("ada");
  await house.worker.stop();
  await move(id, "king");
  // As if the change had failed once: it is acknowledged, and due again in an hour.
  const later = { "pending.dueAt": new Date(Date.now() + 3_600_000), "pending.attempts": 1 };
  await house.deps.store.members.updateOne({ _id: id }, { $set: later });
  house.mailbox.turnAway(null);
  await house.startWorker();
  const other = await openOrganization(house);
  await other.afterwards();
  await house.deps.store.members.updateOne({ _id: id }, { $set: { "pending.dueAt": new Date() } });
  house.deps.queues.wake(organization.id);
  await organization.settled();
  expect([organization.mails("ada").length, organization.mails("king").length]).toEqual([0, 1]);
});

test("B20 a link at a former address is dead as soon as the change is acknowledged", async () => {
  const id = await organization.provision("ada");
  await house.worker.stop();
  await move(id, "king");
  await expectDead(house, organization, tokenIn(organization.mails("ada")[0])).finally(() =>
    house.startWorker(),
  );
});
