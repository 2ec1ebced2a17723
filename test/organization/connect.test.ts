/**
 * How far a directory is connected: each step ticks off when its traffic is seen, and what is wrong stands at the step
 * where it goes wrong.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { readProgress } from "../../api/organization/directory/connect/progress.ts";
import { disableScim, endKey, rotateKey } from "../../api/organization/directory/keys.ts";
import { runSelfTest } from "../../api/organization/directory/self-test/self-test.ts";
import { changeOrganization, requireOrganization } from "../../api/organization/settings/organizations.ts";
import { eventually } from "../support/eventually.ts";
import type { House } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, scimClient } from "../support/scim-client.ts";
import { lookUp, openWatchedHouse, untilNextCycle } from "../support/watched-house.ts";

let house: House;
beforeAll(async () => {
  house = await openWatchedHouse();
});
afterAll(() => house.close());

const progress = async ({ id }: TestOrganization) =>
  readProgress(house.deps, await requireOrganization(house.deps, id));

/** The steps that are done, and the troubles by step. */
async function picture(organization: TestOrganization) {
  const { steps } = await progress(organization);
  const done = steps.flatMap(({ step, doneAt }) => (doneAt ? [step] : []));
  const troubles = Object.fromEntries(
    steps.flatMap(({ step, trouble }) => (trouble === null ? [] : [[step, trouble]])),
  );
  return { done, troubles };
}

function becomes(organization: TestOrganization, wanted: Awaited<ReturnType<typeof picture>>) {
  return eventually(async () => expect(await picture(organization)).toEqual(wanted));
}

const matching = (words: RegExp) => expect.stringMatching(words) as unknown as string;

test("the steps tick off one after the other as the directory goes through them", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  const untilCycle = async () => {
    const { done, troubles } = await picture(organization);
    expect(troubles).toEqual({});
    return done.filter((step) => step !== "firstCycle");
  };
  expect(await untilCycle()).toEqual(["scimOn"]);
  // The self-test is not the directory.
  await runSelfTest(house.deps, await requireOrganization(house.deps, organization.id));
  await lookUp(directory);
  await becomes(organization, { done: ["scimOn", "testConnection"], troubles: {} });
  await organization.provision("ada");
  // Users come and no group: that is no trouble.
  await eventually(async () => expect(await untilCycle()).toEqual(["scimOn", "testConnection", "firstUser"]));
  await groups.make("Crew");
  await untilNextCycle();
  await becomes(organization, {
    done: ["scimOn", "testConnection", "firstUser", "firstGroup", "firstCycle"],
    troubles: {},
  });
  const cycleEnd = (await progress(organization)).steps.at(-1)?.doneAt;
  await lookUp(directory);
  await untilNextCycle();
  await lookUp(directory);
  await eventually(async () => {
    const [connection] = (await progress(organization)).connections;
    expect(connection).toMatchObject({ key: organization.keyId, keyState: "current" });
    expect(Number(connection?.lastCallAt)).toBeGreaterThan(Number(cycleEnd));
  });
  // The first full cycle stays the first.
  expect((await progress(organization)).steps.at(-1)?.doneAt).toEqual(cycleEnd);
});

test("Test Connection alone is no cycle, and neither is one that is broken off or still runs", async () => {
  const organization = await openOrganization(house);
  await lookUp(organization.directory);
  await untilNextCycle();
  await lookUp(organization.directory);
  await becomes(organization, { done: ["scimOn", "testConnection"], troubles: {} });
});

test("a wrong key is told at Test Connection, until the directory gets in", async () => {
  const organization = await openOrganization(house);
  const other = await openOrganization(house);
  await lookUp(scimClient(organization.directory.url, other.key));
  await becomes(organization, {
    done: ["scimOn"],
    troubles: { testConnection: matching(/not this organization's.*Copy the key anew/) },
  });
  expect(await picture(other)).toEqual({ done: ["scimOn"], troubles: {} });
  await lookUp(organization.directory);
  await becomes(organization, { done: ["scimOn", "testConnection"], troubles: {} });
});

test("a key that has ended is told by its beginning", async () => {
  const organization = await openOrganization(house);
  await lookUp(organization.directory);
  await rotateKey(house.deps, organization.id, 1);
  await eventually(async () => expect((await lookUp(organization.directory)).status).toBe(401));
  await becomes(organization, {
    done: ["scimOn", "testConnection"],
    troubles: { testConnection: matching(new RegExp(`${organization.key.slice(0, 8)}…, which has ended`)) },
  });
});

test("SCIM that is off, a plan without it, and no key at all are told where they are", async () => {
  const organization = await openOrganization(house);
  await endKey(house.deps, organization.id, organization.keyId);
  await becomes(organization, { done: ["scimOn"], troubles: { scimOn: matching(/no key that works/) } });
  await disableScim(house.deps, organization.id);
  // Nobody turned it on: that is the first step, and no trouble.
  expect(await picture(organization)).toEqual({ done: [], troubles: {} });
  await lookUp(organization.directory);
  await becomes(organization, { done: [], troubles: { testConnection: matching(/provisioning is off/) } });
  await changeOrganization(house.deps, organization.id, { plan: "starter" });
  expect((await picture(organization)).troubles).toMatchObject({ scimOn: matching(/plan has no SCIM/) });
});

test("writes that are refused are told at their step with what the directory was told", async () => {
  const organization = await openOrganization(house);
  const { directory, address } = organization;
  await changeOrganization(house.deps, organization.id, { settings: { provisionGroups: false } });
  await lookUp(directory);
  const refused = await directory.send("POST", "/Users", { ...entraUser("no-address"), emails: [] });
  const group = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName: "Crew" };
  const refusedGroup = await directory.send("POST", "/Groups", group);
  expect([refused.status, refusedGroup.status]).toEqual([400, 403]);
  await eventually(async () => {
    const { done, troubles } = await picture(organization);
    expect(done).toEqual(["scimOn", "testConnection"]);
    expect(troubles["firstUser"]).toContain(`400, ${refused.body.detail}`);
    expect(troubles["firstGroup"]).toContain(`403, ${refusedGroup.body.detail}`);
    expect(troubles["firstCycle"]).toMatch(/2 refused/);
  });
  // A user that is taken ends the trouble of users, and not that of groups.
  await directory.send("POST", "/Users", entraUser(address("ada")));
  await eventually(async () => {
    const { done, troubles } = await picture(organization);
    expect(done).toContain("firstUser");
    expect(Object.keys(troubles)).toEqual(["firstGroup", "firstCycle"]);
  });
});

test("a user who was invited by hand and is linked is the directory's first", async () => {
  const organization = await openOrganization(house);
  await organization.inviteByHand("ada");
  expect((await picture(organization)).done).toEqual(["scimOn"]);
  await organization.directory.send("POST", "/Users", entraUser(organization.address("ada")));
  await organization.settled();
  await eventually(async () => expect((await picture(organization)).done).toContain("firstUser"));
});
