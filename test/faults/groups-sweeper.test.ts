/**
 * The sweeper makes the work on groups certain: groups, memberships and clearings whose wake-ups were lost are done
 * with it, and stay undone without it.
 */
import { afterEach, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { expectAgreement, postGroup, type Rosters } from "../support/membership-account.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { patchOf } from "../support/scim-client.ts";
import { openStronghold, type Stronghold } from "../support/stronghold.ts";
import { expectSynced, syncGroups } from "./groups-sync.ts";

const deadlineMs = 180_000;
const extent = { people: 60, teams: 10, teamsOfEach: 4 };

let stronghold: Stronghold;
afterEach(() => stronghold.close());

/** Does something without redis, kills the API before it could wake anybody, and brings redis back empty. */
async function withoutWakeUps<Result>(work: () => Promise<Result>): Promise<Result> {
  const { killRedis, killApi, startRedis } = stronghold;
  await killRedis();
  const result = await work();
  await killApi();
  await startRedis("wiped");
  return result;
}

/** Another organization's work is woken, waits its turn and is done: whatever was in the queue has passed. */
async function othersAreServed(): Promise<void> {
  const other = await openOrganization(stronghold.house);
  let tries = 0;
  for (; tries < 20; tries += 1) await postGroup(other, `Group ${tries}`);
  await other.settled();
}

test("F01 groups and memberships acknowledged while nobody could be woken are applied", {
  timeout: deadlineMs,
}, async () => {
  stronghold = await openStronghold();
  const organization = await openOrganization(stronghold.house);
  const synced = await withoutWakeUps(() => syncGroups(organization, extent));
  await organization.settled(deadlineMs);
  await expectSynced(stronghold.house, organization, synced);
});

type Team = {
  readonly organization: TestOrganization;
  readonly ids: readonly string[];
  readonly group: string;
};

/** A settled group of two, to which no worker comes any more: a drain's last look follows what it has done. */
async function openTeam(): Promise<Team> {
  const organization = await openOrganization(stronghold.house);
  const ids = [await organization.provision("ada"), await organization.provision("bob")].sort();
  const group = await postGroup(organization, "Team", ids);
  await organization.settled();
  await eventually(async () => {
    const depths = await stronghold.house.deps.queues.depths();
    expect(depths.get("drain")).toMatchObject({ waiting: 0, active: 0 });
  });
  return { organization, ids, group };
}

type Work = {
  readonly what: string;
  readonly write: (team: Team) => Promise<void>;
  readonly wanted: (team: Team) => Rosters;
};

/** Each leaves one kind of work alone behind. */
const works: readonly Work[] = [
  {
    what: "a rename of a group",
    write: async ({ organization, group }) => {
      const body = patchOf({ op: "Replace", path: "displayName", value: "Crew" });
      expect((await organization.directory.send("PATCH", `/Groups/${group}`, body)).status).toBe(200);
    },
    wanted: ({ group, ids }) => new Map([[group, ids]]),
  },
  {
    what: "a change of a membership",
    write: async ({ organization, group, ids }) => {
      const body = patchOf({ op: "Remove", path: "members", value: [{ value: ids[0] }] });
      expect((await organization.directory.send("PATCH", `/Groups/${group}`, body)).status).toBe(200);
    },
    wanted: ({ group, ids }) => new Map([[group, ids.slice(1)]]),
  },
  {
    what: "a removal of a group",
    write: async ({ organization, group }) => {
      expect((await organization.directory.send("DELETE", `/Groups/${group}`)).status).toBe(204);
    },
    wanted: () => new Map(),
  },
  {
    what: "a clearing that was begun",
    write: async ({ organization, group }) => {
      const now = new Date();
      // As a worker leaves it that is killed between the turn of the removal and the first step.
      await stronghold.house.deps.store.groups.updateOne(
        { organization: organization.id, _id: group },
        {
          $set: { keys: {}, removedAt: now, clearing: { reason: "removed", at: now } },
          $unset: { inForce: true, pending: true },
        },
      );
    },
    wanted: () => new Map(),
  },
];

test.each(works)(
  "F01 without a wake-up $what is done by the sweeper, and by nobody while it is off",
  {
    timeout: deadlineMs,
  },
  async ({ what, write, wanted }) => {
    stronghold = await openStronghold({ SWEEP_EVERY_MS: "0", DRIFT_EVERY_MS: "0" });
    const { house } = stronghold;
    const team = await openTeam();
    const { organization, ids, group } = team;
    const told = (await organization.events()).length;
    await withoutWakeUps(() => write(team));
    await othersAreServed();
    expect((await organization.events()).length, "events while the sweeper is off").toBe(told);
    const { memberships } = house.deps.store;
    expect(await memberships.countDocuments({ group, inForce: true }), "memberships in force").toBe(2);

    await house.worker.stop();
    await house.startWorker({ SWEEP_EVERY_MS: "300" });
    await organization.settled();
    const wantedRosters = wanted(team);
    const inForce = [...wantedRosters.values()].flat().length;
    expect(await memberships.countDocuments({ group, inForce: true })).toBe(inForce);
    // The removal of the last one was told by nobody, since no turn was taken for it here.
    if (what === "a clearing that was begun") return;
    expect((await organization.events()).length).toBe(told + 1);
    await expectAgreement(house, organization, wantedRosters, ids);
  },
);
