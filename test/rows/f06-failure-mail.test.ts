/**
 * F06: an e-mail about failures that cannot be sent has tries of its own for a day, and is shown when that was in vain.
 * In this house a day is three seconds, and nothing is told a second time meanwhile.
 */
import { readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { changeFailureMail } from "../../api/organization/failures/failure-mail.ts";
import { retryFailed } from "../../api/organization/failures/retry.ts";
import { alertRows, openAlertingHouse, openTold, waits } from "../support/alerting.ts";
import { eventually } from "../support/eventually.ts";
import type { House } from "../support/house.ts";
import type { TestOrganization } from "../support/organization.ts";

const keepMs = 3_000;
let house: House;
beforeAll(async () => {
  house = await openAlertingHouse({
    ALERT_AGAIN_MS: "600000",
    ALERT_DAILY_MS: "600000",
    ALERT_MAIL_KEEP_MS: String(keepMs),
    // Longer than the sweeper takes on a busy machine, so that the waits show.
    MAIL_BACKOFF_MS: "150",
    SWEEP_EVERY_MS: "50",
    SWEEP_GRACE_MS: "50",
  });
});
afterEach(() => {
  house.mailbox.refuse(null);
  house.mailbox.turnAway(null);
});
afterAll(() => house.close());

/** Refuses an address; gives back when that was. */
function refuse(address: string, code: number): Date[] {
  const times: Date[] = [];
  house.mailbox.refuse((to) => {
    if (to !== address) return null;
    times.push(new Date());
    return { code, text: "not today" };
  });
  return times;
}

/** Something that fails and stays so: a person who finds no seat. */
async function failing(addresses: readonly string[] = ["alerts"]): Promise<TestOrganization> {
  const organization = await openTold(house, { enabled: false }, { seats: 1 });
  await organization.provision("ada");
  await changeFailureMail(house.deps, organization.id, {
    enabled: true,
    addresses: addresses.map(organization.address),
  });
  return organization;
}

test.each([450, 550])(
  "F06 an address that refuses with %i is tried again, later each time, and is told in the end",
  async (code) => {
    const organization = await failing();
    const times = refuse(organization.address("alerts"), code);
    await eventually(() => expect(times.length).toBeGreaterThanOrEqual(4));
    const [row] = await alertRows(house, organization);
    expect(row).toMatchObject({ state: "queued", error: expect.stringContaining("not today") });
    house.mailbox.refuse(null);
    await eventually(() => expect(organization.mails("alerts")).toHaveLength(1));
    const gaps = times.slice(1).map((time, index) => time.getTime() - (times[index]?.getTime() ?? 0));
    expect(gaps.at(-1), `ms between the tries: ${gaps}`).toBeGreaterThan((gaps[0] ?? 0) * 1.5);
    expect((await organization.failures()).map(({ kind }) => kind)).toEqual(["seat"]);
  },
);

test("F06 after a day in vain that is a failure, which is shown, never e-mailed, and over once an e-mail gets through", async () => {
  const organization = await failing(["alerts", "second"]);
  const { address, mails } = organization;
  refuse(address("alerts"), 550);
  const started = Date.now();
  const [failure] = await eventually(async () => {
    const found = (await organization.failures("open")).filter(({ kind }) => kind === "alertMail");
    expect(found).toHaveLength(1);
    return found;
  });
  expect(Date.now() - started).toBeGreaterThan(keepMs * 0.8);
  expect(failure).toMatchObject({ subject: address("alerts"), cause: expect.stringContaining("not today") });
  expect((await alertRows(house, organization)).map(({ state }) => state)).toEqual(["failed", "sent"]);
  // Once all else is over there is nothing left to tell, though this is open.
  await house.deps.store.alerts.updateOne({ _id: organization.id }, { $set: { toldAt: new Date(0) } });
  await eventually(() => expect(mails("second").length).toBe(2));
  for (const { text } of mails("second")) expect(text).not.toContain(address("alerts"));
  house.mailbox.refuse(null);
  await eventually(() => expect(mails("alerts")).toHaveLength(1));
  await eventually(async () =>
    expect(await organization.failures("resolved")).toMatchObject([{ kind: "alertMail" }]),
  );
});

test("F06 such an e-mail can be sent again by hand, and says what is so by then", async () => {
  const organization = await failing();
  const { address, mails } = organization;
  refuse(address("alerts"), 550);
  await eventually(async () =>
    expect((await organization.failures("open")).map(({ kind }) => kind)).toContain("alertMail"),
  );
  house.mailbox.refuse(null);
  await organization.provision("bob");
  const { emails } = await retryFailed(house.deps, organization.id, `alertMail:${address("alerts")}`);
  expect(emails).toBe(1);
  const [mail] = await eventually(() => {
    expect(mails("alerts")).toHaveLength(1);
    return mails("alerts");
  });
  for (const person of ["ada", "bob"]) expect(mail?.text).toContain(address(person));
  await eventually(async () =>
    expect((await organization.failures("open")).map(({ kind }) => kind)).toEqual(["seat", "seat"]),
  );
});

test("F06 an address that is told nothing any more needs no e-mail that gets through", async () => {
  const organization = await failing();
  refuse(organization.address("alerts"), 550);
  await eventually(async () =>
    expect((await organization.failures("open")).map(({ kind }) => kind)).toContain("alertMail"),
  );
  await changeFailureMail(house.deps, organization.id, { addresses: [organization.address("other")] });
  expect((await organization.failures("open")).map(({ kind }) => kind)).toEqual(["seat"]);
});

test("F06 a mail server that turns us away is the operator's trouble, told once, and no organization's", async () => {
  const before = house.mailbox.turnedAway.length;
  house.mailbox.turnAway({ code: 421, text: "not now" });
  const organization = await openTold(house, {}, { seats: 1 });
  await organization.directory.send("POST", "/Users", {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
    userName: organization.address("ada"),
  });
  // The e-mail of the failure is pending for longer than its day.
  await eventually(async () => expect(await alertRows(house, organization)).toHaveLength(1));
  await new Promise((resolve) => setTimeout(resolve, keepMs + waits.first));
  expect(house.mailbox.turnedAway.length - before).toBeGreaterThan(2);
  expect((await organization.failures()).map(({ kind }) => kind)).toEqual(["seat"]);
  expect((await alertRows(house, organization)).map(({ state }) => state)).toEqual(["queued"]);
  house.mailbox.turnAway(null);
  await eventually(() => expect(organization.mails("alerts")).toHaveLength(1));
  const log = await readFile(house.logs[1] ?? "", "utf8");
  const lines = log.split("\n").filter((line) => line.includes("the mail server refuses us"));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "{}")).toMatchObject({ level: 50 });
});

test("F06 a mailbox that was away for long gets the newest digest, not one for each hour", async () => {
  const other = await openAlertingHouse({ SWEEP_EVERY_MS: "50", SWEEP_GRACE_MS: "50" });
  try {
    const organization = await openTold(other, {}, { seats: 1 });
    const { address, mails } = organization;
    other.mailbox.refuse((to) => (to === address("alerts") ? { code: 450, text: "full" } : null));
    for (let person = 0; person < 4; person += 1) {
      await organization.directory.send("POST", "/Users", {
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
        userName: address(`person-${person}`),
      });
      await eventually(async () => expect(await alertRows(other, organization)).toHaveLength(person + 1));
    }
    const states = (await alertRows(other, organization)).map(({ state }) => state);
    expect(states).toEqual(["superseded", "superseded", "superseded", "queued"]);
    const giveUpAt = (await alertRows(other, organization)).map(
      (row) => row.kind === "alert" && row.giveUpAt.getTime(),
    );
    expect(new Set(giveUpAt).size, "the day of an address begins once").toBe(1);
    other.mailbox.refuse(null);
    await eventually(() => expect(mails("alerts").length).toBeGreaterThanOrEqual(1));
    expect(mails("alerts")).toHaveLength(1);
    expect(mails("alerts")[0]?.text).toContain(address("person-3"));
  } finally {
    await other.close();
  }
});
