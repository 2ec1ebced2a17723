/**
 * F03: however many failures, one digest, then at most one an hour while it lasts, and one that it is over. In this
 * house an hour is a second and a half.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Failure } from "../../shared/store/documents.ts";
import { opening } from "../../shared/store/failure-writes.ts";
import { alertRows, formsOf, openAlertingHouse, openTold, waits } from "../support/alerting.ts";
import { eventually } from "../support/eventually.ts";
import type { House } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";

let house: House;
beforeAll(async () => {
  house = await openAlertingHouse();
});
afterAll(() => house.close());

/** Opens failures of people who wait for a seat, as a turn does. */
async function fail({ id }: TestOrganization, from: number, count: number): Promise<void> {
  const drafts = Array.from({ length: count }, (_, index) => ({
    kind: "seat" as const,
    subject: `member-${from + index}`,
    cause: `member-${from + index} waits for a seat.`,
  }));
  await house.deps.store.failures.bulkWrite(drafts.map((draft) => opening(id, draft, new Date())));
}

async function resolveAll({ id }: TestOrganization): Promise<void> {
  const over: Partial<Failure> = { state: "resolved", resolvedAt: new Date() };
  await house.deps.store.failures.updateMany({ organization: id }, { $set: over });
}

/** Between the times when the rows of two tellings were written, in milliseconds. */
async function gaps(organization: TestOrganization): Promise<number[]> {
  const times = (await alertRows(house, organization)).map(({ createdAt }) => createdAt.getTime());
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

function mailed(organization: TestOrganization, count: number) {
  return eventually(() => {
    const mails = organization.mails("alerts");
    expect(mails.length).toBeGreaterThanOrEqual(count);
    return mails;
  });
}

test("F03 10,000 failures in a minute are one digest, then at most one an hour, then one that it is over", async () => {
  const organization = await openTold(house);
  const quiet = await openTold(house);
  for (let from = 0; from < 10_000; from += 1_000) await fail(organization, from, 1_000);
  const [first] = await mailed(organization, 1);
  expect(first?.subject).toMatch(/people at .* wait for a seat$/);
  for (const form of first ? formsOf(first) : []) {
    expect(form.match(/waits for a seat/g)).toHaveLength(20);
    expect(form).toMatch(/And [\d,]+ more failures of this kind/);
  }
  // It lasts, and there is more all the time.
  for (let more = 0; more < 8; more += 1) {
    await fail(organization, 10_000 + more * 10, 10);
    await new Promise((resolve) => setTimeout(resolve, waits.again / 3));
  }
  const lasting = (await mailed(organization, 2)).length;
  expect(organization.mails("alerts").at(-1)?.subject).toMatch(/10,0\d\d people/);
  await resolveAll(organization);
  const all = await eventually(() => {
    const mails = organization.mails("alerts");
    expect(mails.at(-1)?.subject).toMatch(/are over$/);
    return mails;
  });
  expect(all.length).toBeLessThanOrEqual(lasting + 2);
  expect(Math.min(...(await gaps(organization)))).toBeGreaterThanOrEqual(waits.again);
  expect(all.filter(({ subject }) => subject?.endsWith("are over"))).toHaveLength(1);
  expect(quiet.mails("alerts")).toEqual([]);
});

test("F03 where nothing is new it is told a second time, and from then on once a day", async () => {
  const organization = await openTold(house);
  await fail(organization, 0, 3);
  await mailed(organization, 3);
  const [second = 0, third = 0] = await gaps(organization);
  expect(second).toBeGreaterThanOrEqual(waits.again);
  expect(second).toBeLessThan(waits.daily);
  expect(third).toBeGreaterThanOrEqual(waits.daily);
});

test("F03 failures that come and go all the time are told once an hour at most", async () => {
  const organization = await openTold(house);
  for (const until = Date.now() + 4 * waits.again; Date.now() < until; ) {
    await fail(organization, 0, 1);
    await new Promise((resolve) => setTimeout(resolve, waits.first * 1.3));
    await resolveAll(organization);
    await new Promise((resolve) => setTimeout(resolve, waits.every * 3));
  }
  const apart = await gaps(organization);
  expect(apart.length).toBeGreaterThanOrEqual(2);
  expect(Math.min(...apart)).toBeGreaterThanOrEqual(waits.again);
});

test("F03 two workers tell once, and what a killed one has written is sent by the other", async () => {
  const organizations = await Promise.all(Array.from({ length: 10 }, () => openTold(house)));
  const one = house.worker;
  await house.startWorker();
  const other = house.worker;
  await Promise.all(organizations.map((organization) => fail(organization, 0, 5)));
  await eventually(async () => expect(await alertRows(house, organizations[0] ?? raise())).not.toEqual([]));
  await one.kill();
  for (const organization of organizations) {
    await mailed(organization, 1);
    const rows = await alertRows(house, organization);
    const firstOnes = rows.filter(({ _id }) => _id.endsWith(".1.1.1"));
    expect(firstOnes).toHaveLength(1);
    const arrived = organization.mails("alerts").map(({ messageId }) => messageId);
    const texts = new Set(arrived);
    expect(texts.size, "different e-mails").toBeLessThanOrEqual(rows.length);
  }
  for (const organization of organizations)
    expect(Math.min(Number.POSITIVE_INFINITY, ...(await gaps(organization)))).toBeGreaterThanOrEqual(
      waits.again,
    );
  house.worker = other;
});

test("F03 one organization's failures are told to it alone", async () => {
  const [organization, other] = [await openTold(house), await openOrganization(house)];
  await fail(organization, 0, 2);
  await mailed(organization, 1);
  expect([other.mails("owner"), other.mails("alerts")]).toEqual([[], []]);
});

function raise(): never {
  throw new Error("there is no organization");
}
