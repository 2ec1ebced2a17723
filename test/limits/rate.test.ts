/** How many requests a second an organization may send; Entra demands that 25 are served. */
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { bulkOf, newUser } from "../scim/bulks.ts";
import { run } from "../support/command-line.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";
import { head, openConnection } from "./connection.ts";
import { expectTooSoon } from "./problem.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({
    worker: false,
    environment: { SCIM_RATE_PER_SECOND: "25", SCIM_RATE_BURST: "1" },
  });
});
afterAll(() => house.close());

async function withRate(ratePerSecond: number): Promise<TestOrganization> {
  const organization = await openOrganization(house);
  await changeOrganization(house.deps, organization.id, { settings: { ratePerSecond } });
  return organization;
}

const read = ({ directory }: TestOrganization) => directory.send("GET", "/ServiceProviderConfig");
const readMany = (organization: TestOrganization, amount: number) =>
  Promise.all(Array.from({ length: amount }, () => read(organization)));

test("25 a second, for ten seconds, are all served", async () => {
  const organization = await openOrganization(house);
  for (let n = 0; n < 250; n++) {
    const answer = await (n % 2 === 0
      ? read(organization)
      : organization.directory.send("POST", "/Users", entraUser(organization.address(`u${n}`))));
    expect(answer.status).toBeLessThan(300);
    await pause(40);
  }
});

test("what is too much is refused with the time to wait, for reads and writes; then it is served", async () => {
  const organization = await withRate(1);
  const answers = await readMany(organization, 20);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) {
    expect(expectTooSoon(answer, 429)).toBe(1);
    expect(answer.body.detail).toMatch(/\b1 requests a second\b.*Wait 1 seconds/);
  }
  await pause(1_000);
  const ada = entraUser(organization.address("ada"));
  expect((await organization.directory.send("POST", "/Users", ada)).status).toBe(201);
  const next = await organization.directory.send("POST", "/Users", entraUser(organization.address("bea")));
  await pause(1_000 * expectTooSoon(next, 429));
  const found = await organization.directory.send("GET", '/Users?filter=userName sw "bea"');
  expect(found.status).toBe(200);
  expect(found.body.totalResults, "what was refused was not done").toBe(0);
});

test("one organization's flood takes nothing from another", async () => {
  const [flood, quiet] = [await withRate(1), await openOrganization(house)];
  const [answers, others] = await Promise.all([readMany(flood, 100), readMany(quiet, 20)]);
  expect(answers.some(({ status }) => status === 429)).toBe(true);
  expect(others.map(({ status }) => status)).toEqual(others.map(() => 200));
});

test("a rate of 0 is no limit", async () => {
  const organization = await withRate(0);
  const statuses = (await readMany(organization, 300)).map(({ status }) => status);
  expect(statuses).toEqual(statuses.map(() => 200));
});

test("a bulk counts once for each of its operations; a large one is served when nothing is owed", async () => {
  const organization = await withRate(2);
  const bulk = (from: number) =>
    organization.directory.send(
      "POST",
      "/Bulk",
      bulkOf(Array.from({ length: 10 }, (_, n) => newUser(organization, `b${from + n}`))),
    );
  expect((await bulk(0)).status).toBe(200);
  const seconds = expectTooSoon(await read(organization), 429);
  // Nine of the ten are owed, and half a second has passed at most for each.
  expect(seconds).toBeGreaterThan(1);
  expect(seconds).toBeLessThanOrEqual(5);
  const answer = await eventually(async () => {
    const again = await bulk(10);
    if (again.status !== 200) await pause(1_000 * expectTooSoon(again, 429));
    expect(again.status).toBe(200);
    return again;
  });
  expect(answer.body.Operations.map(({ status }: { status: string }) => status)).toEqual(
    Array.from({ length: 10 }, () => "201"),
  );
});

test("what is refused is refused before its body is read", async () => {
  const organization = await withRate(1);
  await readMany(organization, 50);
  const connection = await openConnection(house);
  connection.write(`${head(organization, "POST", "/Groups", { "Content-Length": 20_000_000 })}\r\n\r\n{`);
  await eventually(() => expect(connection.received()).toMatch(/^HTTP\/1\.1 429 .*retry-after: \d+\r\n/is));
  connection.end();
});

test("an operator gives an organization a rate of its own, and shows it", async () => {
  const organization = await openOrganization(house);
  const change = (rate: string) =>
    run(house, "change-organization", { organization: organization.id, "rate-per-second": rate });
  const { result } = await change("1");
  expect(result.organization.settings.ratePerSecond).toBe(1);
  expect((await readMany(organization, 20)).some(({ status }) => status === 429)).toBe(true);
  expect((await change("-1")).exitCode).not.toBe(0);
  expect((await change("0")).exitCode).toBe(0);
  expect((await readMany(organization, 100)).every(({ status }) => status === 200)).toBe(true);
});
