import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { retryFailed } from "../../api/organization/failures/retry.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { accept } from "../support/joining.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";

const attempts = 3;
const pauseMs = 1_000;
let house: House;
let organization: TestOrganization;
beforeAll(async () => {
  house = await openHouse({
    environment: { MAIL_ATTEMPTS: String(attempts), MAIL_PAUSE_MS: String(pauseMs) },
  });
});
beforeEach(async () => {
  organization = await openOrganization(house);
});
afterEach(() => {
  house.mailbox.refuse(null);
  house.mailbox.turnAway(null);
});
afterAll(() => house.close());

/** What the mail server says to one address, the first times it is asked; gives back how often it was asked. */
function refuse(
  local: string,
  answer: { code: number; text: string },
  times = Number.POSITIVE_INFINITY,
): () => number {
  let asked = 0;
  house.mailbox.refuse((address) => {
    if (address !== organization.address(local)) return null;
    asked += 1;
    return asked <= times ? answer : null;
  });
  return () => asked;
}

async function emailOf(member: string) {
  const [email, ...more] = await house.deps.store.emails
    .find({ organization: organization.id, member })
    .toArray();
  expect(more, "e-mails beside the one").toEqual([]);
  return email;
}

/** A failure is over soon after the e-mail is out. */
function expectNoFailure(): Promise<void> {
  return eventually(async () => expect(await organization.failures("open")).toEqual([]));
}

const busy = { code: 451, text: "4.7.1 greylisted, try again" };
const unknown = { code: 550, text: "5.1.1 no such mailbox" };

test.each([421, 450, 451, 452])(
  "F01 an e-mail that the server puts off with %i is tried again until it is through, and arrives once",
  async (code) => {
    const asked = refuse("ada", { code, text: "later" }, attempts - 1);
    const id = await organization.provision("ada");
    await organization.afterwards();
    expect(asked()).toBe(attempts);
    expect(organization.mails("ada")).toHaveLength(1);
    expect(await emailOf(id)).toMatchObject({ state: "sent" });
    expect(await organization.failures()).toEqual([]);
  },
);

test("F01 the tries of one e-mail that is put off are spread and grow", async () => {
  const times: number[] = [];
  house.mailbox.refuse((address) => {
    if (address === organization.address("ada")) times.push(Date.now());
    return address === organization.address("ada") ? busy : null;
  });
  await organization.provision("ada");
  const [first = 0, second = 0, third = 0] = times;
  expect(times).toHaveLength(attempts);
  // 50 ms, spread by half, and then twice that.
  expect(second - first).toBeGreaterThanOrEqual(25);
  expect(third - second).toBeGreaterThanOrEqual(50);
});

test("F01 an e-mail that is put off time and again is a failure in the end, listed, and can be tried again", async () => {
  refuse("ada", busy);
  const id = await organization.provision("ada");
  expect(await emailOf(id)).toMatchObject({ state: "failed", attempts });
  expect(await organization.failures("open")).toMatchObject([
    { kind: "mail", subject: id, count: 1, cause: expect.stringContaining("greylisted") },
  ]);
  expect((await organization.member(id)).status).toBe("invited");
  house.mailbox.refuse(null);
  expect(await retryFailed(house.deps, organization.id)).toEqual({
    members: 0,
    groups: 0,
    memberships: 0,
    emails: 1,
  });
  await organization.settled();
  expect(organization.mails("ada")).toHaveLength(1);
  await expectNoFailure();
});

test("F01 one recipient who is put off holds up nobody else", async () => {
  refuse("ada", busy);
  const { directory, address } = organization;
  for (const name of ["ada", "bob", "eve"]) await directory.send("POST", "/Users", entraUser(address(name)));
  await organization.settled();
  expect([organization.mails("bob").length, organization.mails("eve").length]).toEqual([1, 1]);
  expect(await organization.failures("open")).toHaveLength(1);
});

test.each([
  ["421 at the door", { code: 421, text: "too many connections" }],
  ["554 at the door", { code: 554, text: "no service for you" }],
])(
  "F01 a mail server that turns everybody away with %s pauses the mail and uses up nobody's tries",
  async (_, answer) => {
    const { directory, address } = organization;
    const before = house.mailbox.turnedAway.length;
    house.mailbox.turnAway(answer);
    const names = ["ada", "bob", "eve"];
    for (const name of names) await directory.send("POST", "/Users", entraUser(address(name)));
    // Each of them could have used up all of its tries by then.
    const rounds = attempts + 1;
    await eventually(() => expect(house.mailbox.turnedAway.length - before).toBeGreaterThanOrEqual(rounds));
    const emails = await house.deps.store.emails.find({ organization: organization.id }).toArray();
    expect(emails.map(({ state, attempts: used }) => [state, used])).toEqual(names.map(() => ["queued", 0]));
    expect(await organization.failures()).toEqual([]);
    house.mailbox.turnAway(null);
    await organization.settled();
    for (const name of names) expect(organization.mails(name)).toHaveLength(1);
    expect(await organization.failures()).toEqual([]);
  },
);

test("F01 a mail server that turns us away is left alone for the pause", async () => {
  const before = house.mailbox.turnedAway.length;
  house.mailbox.turnAway({ code: 421, text: "not now" });
  await organization.directory.send("POST", "/Users", entraUser(organization.address("ada")));
  const times = await eventually(() => {
    const since = house.mailbox.turnedAway.slice(before).map(Number);
    expect(since.length).toBeGreaterThanOrEqual(3);
    return since;
  });
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  for (const gap of gaps) expect(gap, `ms between two tries: ${gaps}`).toBeGreaterThanOrEqual(pauseMs * 0.8);
});

test("F01 an address that the server rejects is final: asked once, kept as a failure with its cause", async () => {
  const asked = refuse("ada", unknown);
  const id = await organization.provision("ada");
  await organization.afterwards();
  expect(asked()).toBe(1);
  expect(await emailOf(id)).toMatchObject({ state: "failed", attempts: 1 });
  const [failure, ...more] = await organization.failures("open");
  expect(more).toEqual([]);
  expect(failure).toMatchObject({ kind: "mail", subject: id, state: "open" });
  expect(failure?.cause).toContain(organization.address("ada"));
  expect(failure?.cause).toContain("no such mailbox");
});

test("F01 a retry by hand after a rejection sends the same link, once, and the failure is over", async () => {
  refuse("ada", unknown);
  const id = await organization.provision("ada");
  const { invitation } = await organization.member(id);
  house.mailbox.refuse(null);
  expect(await retryFailed(house.deps, organization.id)).toEqual({
    members: 0,
    groups: 0,
    memberships: 0,
    emails: 1,
  });
  await organization.settled();
  expect(organization.mails("ada")).toHaveLength(1);
  expect((await organization.member(id)).invitation).toEqual(invitation);
  await expectNoFailure();
  expect(await organization.failures("resolved")).toMatchObject([{ kind: "mail", subject: id }]);
  await accept(house, organization, "ada");
  expect(await retryFailed(house.deps, organization.id)).toEqual({
    members: 0,
    groups: 0,
    memberships: 0,
    emails: 0,
  });
});

test("F01 a retry by hand that is rejected again counts the failure up", async () => {
  refuse("ada", unknown);
  const id = await organization.provision("ada");
  await retryFailed(house.deps, organization.id);
  await organization.settled();
  expect(await organization.failures("open")).toMatchObject([{ kind: "mail", subject: id, count: 2 }]);
});

test("F01 a rejected address that the directory mends is invited anew, and the failure is over", async () => {
  refuse("ada", unknown);
  const id = await organization.provision("ada");
  const value = organization.address("king");
  await organization.patch(id, { op: "Replace", path: 'emails[type eq "work"].value', value });
  expect(organization.mails("king")).toHaveLength(1);
  await expectNoFailure();
});

test("F01 a retry by hand sends nothing to one who was revoked or removed meanwhile", async () => {
  refuse("ada", unknown);
  const ada = await organization.provision("ada");
  await organization.setActive(ada, "False");
  refuse("bob", unknown);
  const bob = await organization.provision("bob");
  await organization.remove(bob);
  house.mailbox.refuse(null);
  await retryFailed(house.deps, organization.id);
  await organization.settled();
  await organization.afterwards();
  expect([organization.mails("ada").length, organization.mails("bob").length]).toEqual([0, 0]);
});

test("F01 a retry in one organization tries nothing of another", async () => {
  refuse("ada", unknown);
  const id = await organization.provision("ada");
  const other = await openOrganization(house);
  house.mailbox.refuse(null);
  expect(await retryFailed(house.deps, other.id)).toEqual({
    members: 0,
    groups: 0,
    memberships: 0,
    emails: 0,
  });
  await other.afterwards();
  expect(await emailOf(id)).toMatchObject({ state: "failed" });
});
