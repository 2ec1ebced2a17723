/**
 * kill -9 of each process in the middle of a sync of users, groups and memberships: nothing acknowledged is lost,
 * nothing is told twice, and every count is exact.
 */
import { afterEach, expect, test } from "vitest";
import { openOrganization } from "../support/organization.ts";
import { openStronghold, type Stronghold } from "../support/stronghold.ts";
import { expectSynced, syncGroups } from "./groups-sync.ts";

/** Some 700 memberships, in some 150 PATCHes. */
const extent = { people: 150, teams: 12, teamsOfEach: 5 };
const deadlineMs = 180_000;

let stronghold: Stronghold;
afterEach(() => stronghold.close());

const faults: Readonly<Record<string, (stronghold: Stronghold) => Promise<void>>> = {
  "the worker": ({ killWorker }) => killWorker(),
  "the API": ({ killApi }) => killApi(),
  mongod: ({ killMongod }) => killMongod(),
  "all of them at once, and redis, which comes back empty": async (all) => {
    const { killWorker, killApi, killMongod, killRedis, startRedis } = all;
    await Promise.all([killWorker(), killApi(), killMongod(), killRedis().then(() => startRedis("wiped"))]);
  },
};

test.each(Object.entries(faults))(
  "F01 a sync of groups survives kill -9 of %s",
  { timeout: deadlineMs },
  async (_, strike) => {
    stronghold = await openStronghold();
    const organization = await openOrganization(stronghold.house);
    const strikes: Promise<void>[] = [];
    const synced = await syncGroups(organization, extent, (count) => {
      // Twice among the PATCHes: when they have begun, and late.
      if (count === 200 || count === 270)
        strikes.push((strikes[0] ?? Promise.resolve()).then(() => strike(stronghold)));
    });
    await Promise.all(strikes);
    expect(strikes.length).toBe(2);
    await organization.settled(deadlineMs);
    await expectSynced(stronghold.house, organization, synced);
  },
);
