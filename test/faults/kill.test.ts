/**
 * kill -9 of each process in the middle of a sync of 1,000 users: nothing acknowledged is lost, nobody is invited
 * twice.
 */
import { afterEach, expect, test } from "vitest";
import { openOrganization } from "../support/organization.ts";
import { openStronghold, type Stronghold } from "../support/stronghold.ts";
import { expectInForce } from "./account.ts";
import { sync } from "./sync.ts";

const people = 1_000;
const deadlineMs = 180_000;

let stronghold: Stronghold;
afterEach(() => stronghold.close());

const faults: Readonly<Record<string, (stronghold: Stronghold) => Promise<void>>> = {
  "the worker": ({ killWorker }) => killWorker(),
  "the API": ({ killApi }) => killApi(),
  "redis, which comes back as it was": async ({ killRedis, startRedis }) => {
    await killRedis();
    await startRedis("kept");
  },
  "redis, which comes back empty": async ({ killRedis, startRedis }) => {
    await killRedis();
    await startRedis("wiped");
  },
  mongod: ({ killMongod }) => killMongod(),
  "all of them at once": async ({ killWorker, killApi, killMongod, killRedis, startRedis }) => {
    await Promise.all([killWorker(), killApi(), killMongod(), killRedis().then(() => startRedis("wiped"))]);
  },
};

test.each(Object.entries(faults))(
  "F01 a sync survives kill -9 of %s",
  { timeout: deadlineMs },
  async (_, strike) => {
    stronghold = await openStronghold();
    const organization = await openOrganization(stronghold.house, { seats: people + 1 });
    const strikes: Promise<void>[] = [];
    const model = await sync(organization, people, (count) => {
      // Twice: early, while the workers have begun, and late.
      if (count === 250 || count === 750)
        strikes.push((strikes[0] ?? Promise.resolve()).then(() => strike(stronghold)));
    });
    await Promise.all(strikes);
    expect(strikes.length).toBe(2);
    await organization.settled(deadlineMs);
    await expectInForce(stronghold.house, organization, model);
  },
);
