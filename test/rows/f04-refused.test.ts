/**
 * F04: a directory whose calls are refused in a row is a failing connection, told once and resolved by a success.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { rotateKey } from "../../api/organization/directory/keys.ts";
import { readHealth } from "../../api/organization/overview/health.ts";
import { changeOrganization, requireOrganization } from "../../api/organization/settings/organizations.ts";
import { eventually } from "../support/eventually.ts";
import type { House } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, scimClient } from "../support/scim-client.ts";
import { inARow, lookUp, openWatchedHouse, rowCalls, untilNextCycle } from "../support/watched-house.ts";

let house: House;
beforeAll(async () => {
  house = await openWatchedHouse();
});
afterAll(() => house.close());

const wrongKey = "rc_aWrongKeyThatNobodyEverGaveOut";

const stranger = ({ directory }: TestOrganization) => scimClient(directory.url, wrongKey);

async function healthOf({ id }: TestOrganization) {
  const [judged] = await readHealth(house.deps, [await requireOrganization(house.deps, id)]);
  return judged?.health;
}

/** The failure of the connection, once there is one. */
function failing(organization: TestOrganization) {
  return eventually(async () => {
    const rows = (await organization.failures("open")).filter(({ kind }) => kind === "connection");
    expect(rows).toHaveLength(1);
    return rows[0];
  });
}

async function expectResolved(organization: TestOrganization): Promise<void> {
  await eventually(async () => expect(await organization.failures("open")).toEqual([]));
  expect(await organization.failures("resolved")).toMatchObject([{ kind: "connection" }]);
}

/** A connection fails that was refused later, so what came before was judged. */
async function afterwards(): Promise<void> {
  const later = await openOrganization(house);
  await lookUp(later.directory);
  await inARow(() => lookUp(stranger(later)));
  await failing(later);
}

test("F04 a wrong key is told with status, detail, since when and how often, and a success resolves it", async () => {
  const organization = await openOrganization(house);
  await lookUp(organization.directory);
  const from = Date.now();
  const [answer] = await inARow(() => lookUp(stranger(organization)));
  expect(answer?.status).toBe(401);
  // On a slow machine the row is long enough before all of its calls are made; the rest is counted up.
  const failure = await eventually(async () => {
    const told = await failing(organization);
    expect(told?.count).toBeGreaterThanOrEqual(rowCalls);
    return told;
  });
  expect(failure).toMatchObject({ subject: "unknown key" });
  expect(failure?.cause).toContain("401");
  expect(failure?.cause).toContain(answer?.body.detail);
  expect(failure?.cause).toContain(new Date(from).toISOString().slice(0, 10));
  expect((await healthOf(organization))?.state).toBe("failing");

  const { scimKey } = await rotateKey(house.deps, organization.id, 0);
  expect((await lookUp(scimClient(organization.directory.url, scimKey))).status).toBe(200);
  await expectResolved(organization);
  expect((await healthOf(organization))?.state).toBe("healthy");
});

test("F04 a directory that comes back with its good key resolves it too", async () => {
  const organization = await openOrganization(house);
  await lookUp(organization.directory);
  await inARow(() => lookUp(stranger(organization)));
  await failing(organization);
  await untilNextCycle();
  await lookUp(organization.directory);
  await expectResolved(organization);
});

test("F04 a key that has expired is told as that key", async () => {
  const organization = await openOrganization(house);
  await lookUp(organization.directory);
  const { scimKey } = await rotateKey(house.deps, organization.id, 100);
  await eventually(async () => expect((await lookUp(organization.directory)).status).toBe(401));
  await inARow(() => lookUp(organization.directory));
  const failure = await failing(organization);
  expect(failure).toMatchObject({ subject: organization.keyId });
  expect(failure?.cause).toMatch(/expired/);
  await lookUp(scimClient(organization.directory.url, scimKey));
  await expectResolved(organization);
});

test("F04 writes of one kind that are refused are told, though the look-ups between them go well", async () => {
  const organization = await openOrganization(house);
  const { directory, address } = organization;
  const withoutAddress = { ...entraUser("no-address"), emails: [] };
  const answers = await inARow(async () => {
    expect((await lookUp(directory)).status).toBe(200);
    return directory.send("POST", "/Users", withoutAddress);
  });
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
  const failure = await failing(organization);
  expect(failure).toMatchObject({ subject: organization.keyId });
  expect(failure?.cause).toContain(answers[0]?.body.detail);
  expect(await healthOf(organization)).toMatchObject({ state: "failing" });
  expect((await directory.send("POST", "/Users", entraUser(address("ada")))).status).toBe(201);
  await expectResolved(organization);
});

test("F04 provisioning that is turned off is told as refused writes", async () => {
  const organization = await openOrganization(house);
  await organization.provision("ada");
  await changeOrganization(house.deps, organization.id, { settings: { provisionUsers: false } });
  await inARow(() => organization.directory.send("POST", "/Users", entraUser(organization.address("bob"))));
  expect((await failing(organization))?.cause).toContain("403");
});

test("F04 what is part of the work is no refusal: names that are taken, people who are not there", async () => {
  const organization = await openOrganization(house);
  await organization.provision("ada");
  const taken = () => organization.directory.send("POST", "/Users", entraUser(organization.address("ada")));
  expect(new Set((await inARow(taken)).map(({ status }) => status))).toEqual(new Set([409]));
  const absent = () => organization.directory.send("GET", "/Users/nobody");
  expect(new Set((await inARow(absent)).map(({ status }) => status))).toEqual(new Set([404]));
  await afterwards();
  expect(await organization.failures()).toEqual([]);
  expect(await healthOf(organization)).toMatchObject({ state: "healthy" });
});

test("F04 refused calls before the first success are told by the health alone", async () => {
  const organization = await openOrganization(house);
  expect(await healthOf(organization)).toMatchObject({ state: "neverConnected" });
  await inARow(() => lookUp(stranger(organization)));
  await afterwards();
  expect(await organization.failures()).toEqual([]);
  const health = await healthOf(organization);
  expect(health?.state).toBe("neverConnected");
  expect(health?.reasons.join()).toMatch(/calls since/);
});

test("F04 a stranger with a wrong key raises nothing while the directory gets through", async () => {
  const organization = await openOrganization(house);
  await lookUp(organization.directory);
  await inARow(async () => {
    await lookUp(stranger(organization));
    return lookUp(organization.directory);
  });
  await afterwards();
  expect(await organization.failures()).toEqual([]);
  expect(await healthOf(organization)).toMatchObject({ state: "healthy" });
});

test("F04 a failure that an admin dismissed stays dismissed while the same refusals go on", async () => {
  const organization = await openOrganization(house);
  await lookUp(organization.directory);
  await inARow(() => lookUp(stranger(organization)));
  const before = await failing(organization);
  const _id = `${organization.id}:connection:unknown key`;
  await house.deps.store.failures.updateOne({ _id }, { $set: { state: "dismissed" } });
  await inARow(() => lookUp(stranger(organization)));
  await eventually(async () => {
    const row = await house.deps.store.failures.findOne({ _id });
    expect(row?.count).toBeGreaterThan(Number(before?.count) + rowCalls);
  });
  expect(await organization.failures("open")).toEqual([]);
});

test("F04 nothing that is kept holds a key or a body, and an unknown organization leaves nothing", async () => {
  const organization = await openOrganization(house);
  await lookUp(organization.directory);
  const secretive = { ...entraUser("no-address"), emails: [], nickName: "confidential-name" };
  await inARow(() => organization.directory.send("POST", "/Users", secretive));
  await failing(organization);
  await inARow(() => lookUp(stranger(organization)));
  const nowhere = new URL("/scim/v2/nobody-here", organization.directory.url).href;
  await inARow(() => lookUp(scimClient(nowhere, wrongKey)));
  await afterwards();
  const { connections, failures } = house.deps.store;
  const kept = JSON.stringify([await connections.find({}).toArray(), await failures.find({}).toArray()]);
  for (const secret of [wrongKey, organization.key, "confidential-name", "nobody-here"])
    expect(kept).not.toContain(secret);
});
