/**
 * F01: a group or a membership that cannot be applied fails alone, is counted, listed and tried again when told to,
 * and holds up nothing else.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { retryFailed } from "../../api/organization/failures/retry.ts";
import { listGroups } from "../../api/organization/groups/groups.ts";
import { readConfig } from "../../shared/config.ts";
import { closeWorkerDeps, openWorkerDeps } from "../../worker/deps.ts";
import { drain } from "../../worker/sync/drain.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { expectAgreement, postGroup } from "../support/membership-account.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { patchOf, schemas } from "../support/scim-client.ts";
import { damageIn, groupOf, membership, noMember, type Where } from "./groups-damage.ts";

const attempts = 3;
let house: House;
let organization: TestOrganization;
let ada: string;
let bob: string;
beforeAll(async () => {
  const environment = { DRAIN_BATCH: "5", MEMBERSHIP_BATCH: "5", WORK_ATTEMPTS: String(attempts) };
  house = await openHouse({ environment });
});
beforeEach(async () => {
  organization = await openOrganization(house);
  [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
});
afterAll(() => house.close());

const damage = (where: Where, how: object) => damageIn(house, organization, where, how);

async function add(group: string, member: string): Promise<void> {
  const body = patchOf({ op: "Add", path: "members", value: [{ value: member }] });
  expect((await organization.directory.send("PATCH", `/Groups/${group}`, body)).status).toBe(200);
}

/** Does something while no worker runs, then lets the worker come. */
async function beforeTheWorker<Result>(work: () => Promise<Result>): Promise<Result> {
  await house.worker.stop();
  const result = await work();
  await house.startWorker();
  await organization.settled();
  return result;
}

async function open(): Promise<[string, string, number][]> {
  const failures = await organization.failures("open");
  return failures.map(({ kind, subject, count }) => [kind, subject, count]);
}

async function told(kind: string): Promise<(string | undefined)[][]> {
  const events = await organization.events();
  return events.flatMap((event) => (event.kind === kind ? [[event.group, event.member]] : []));
}

test("F01 a poisonous membership fails alone, is listed by its group, and comes into force once mended", async () => {
  const { groups, mend } = await beforeTheWorker(async () => {
    const ids = [
      await postGroup(organization, "A", [ada, bob]),
      await postGroup(organization, "B", [ada, bob]),
    ];
    return { groups: ids, mend: await damage(membership(ids[0] ?? "", ada), noMember) };
  });
  const [a = "", b = ""] = groups;
  expect((await told("membership.added")).sort()).toEqual(
    [
      [a, bob],
      [b, ada],
      [b, bob],
    ].sort(),
  );
  const { memberships } = house.deps.store;
  const failed = await memberships.findOne({ group: a, "pending.failedAt": { $exists: true } });
  expect(failed?.pending).toMatchObject({ attempts, failedAt: expect.any(Date), error: expect.any(String) });
  expect(failed?.pending).not.toHaveProperty("dueAt");
  expect(await open()).toEqual([["work", a, 1]]);

  await mend();
  const retried = await retryFailed(house.deps, organization.id);
  expect(retried).toEqual({ members: 0, groups: 0, memberships: 1, emails: 0 });
  await organization.settled();
  const both = [ada, bob].sort();
  await expectAgreement(house, organization, new Map(groups.map((group) => [group, both])), [ada, bob]);
  expect(await open()).toEqual([]);
});

const groupDamages: readonly (readonly [string, object])[] = [
  ["attributes are gone", { attributes: null }],
  ["directory's name is a number", { directoryName: 5 }],
];

test.each(groupDamages)(
  "F01 a poisonous group whose %s fails alone, is listed, and is told of once mended",
  async (_, how) => {
    const { groups, mend } = await beforeTheWorker(async () => {
      const ids: string[] = [];
      for (const name of ["A", "B", "C"]) ids.push(await postGroup(organization, name));
      return { groups: ids, mend: await damage(groupOf(ids[0] ?? ""), how) };
    });
    const [a = "", ...sound] = groups;
    expect(await told("group.created")).toEqual(sound.map((group) => [group, undefined]));
    expect(await open()).toEqual([["work", a, 1]]);
    expect((await house.deps.store.groups.findOne({ _id: a }))?.pending).toMatchObject({
      attempts,
      failedAt: expect.any(Date),
    });
    await mend();
    const retried = await retryFailed(house.deps, organization.id);
    expect(retried).toEqual({ members: 0, groups: 1, memberships: 0, emails: 0 });
    await organization.settled();
    await expectAgreement(house, organization, new Map(groups.map((group) => [group, []])), [ada]);
    expect(await open()).toEqual([]);
  },
);

test("F01 a later write of the directory mends a group, and it is done without a retry by hand", async () => {
  const group = await beforeTheWorker(async () => {
    const id = await postGroup(organization, "A");
    await damage(groupOf(id), { directoryName: 5 });
    return id;
  });
  expect(await open()).toEqual([["work", group, 1]]);
  const body = { schemas: [schemas.group], displayName: "Art" };
  expect((await organization.directory.send("PUT", `/Groups/${group}`, body)).status).toBe(200);
  await organization.settled();
  expect(await told("group.created")).toEqual([[group, undefined]]);
  expect(await open()).toEqual([]);
});

test("F01 more poison than a batch holds keeps nobody behind it waiting", async () => {
  const users = [ada, bob];
  for (let index = 0; index < 8; index += 1) users.push(await organization.provision(`user-${index}`));
  const [poisoned, sound] = await beforeTheWorker(async () => {
    const ids = [await postGroup(organization, "A", users), await postGroup(organization, "B", users)];
    for (const user of users) {
      await damage(membership(ids[0] ?? "", user), { member: { $no: user } });
    }
    return ids;
  });
  expect((await told("membership.added")).sort()).toEqual(users.map((user) => [sound, user]).sort());
  expect((await open()).map(([kind, subject]) => [kind, subject])).toEqual([["work", poisoned]]);
});

test("F01 a last try that several drains make at once fails once", async () => {
  await house.worker.stop();
  const group = await postGroup(organization, "A", [ada]);
  await damage(membership(group, ada), noMember);
  const { memberships } = house.deps.store;
  const lastTry = { $set: { "pending.attempts": attempts - 1 } };
  await memberships.updateOne({ organization: organization.id, group }, lastTry);
  const config = readConfig({ ...house.environment, LOG_LEVEL: "silent" });
  const deps = await openWorkerDeps(config, new AbortController().signal);
  await Promise.all(Array.from({ length: 6 }, () => drain(deps, organization.id)));
  await closeWorkerDeps(deps);
  await house.startWorker();
  await organization.settled();
  expect(await open()).toEqual([["work", group, 1]]);
});

test("F01 a damaged count of a group holds up the memberships of that group alone", async () => {
  const groups = [await postGroup(organization, "A", [bob]), await postGroup(organization, "B", [bob])];
  await organization.settled();
  const [a = "", b = ""] = groups;
  const mend = await beforeTheWorker(async () => {
    for (const group of groups) await add(group, ada);
    return damage({ collection: "groupSizes", filter: { _id: a } }, { members: "many" });
  });
  expect((await told("membership.added")).filter(([, member]) => member === ada)).toEqual([[b, ada]]);
  expect(await open()).toEqual([["work", a, 1]]);
  await mend();
  expect(await retryFailed(house.deps, organization.id)).toMatchObject({ memberships: 1 });
  await organization.settled();
  const both = [ada, bob].sort();
  await expectAgreement(house, organization, new Map(groups.map((group) => [group, both])), [ada, bob]);
  expect(await open()).toEqual([]);
});

test("F01 a membership that succeeds on its second try does not hide that another one of the group has failed", async () => {
  const [group = "", mend] = await beforeTheWorker(async () => {
    const id = await postGroup(organization, "A", [ada]);
    return [id, await damage(membership(id, ada), noMember)] as const;
  });
  expect(await open()).toEqual([["work", group, 1]]);

  // Bob's is left with a try that failed, and is due.
  await house.worker.stop();
  await add(group, bob);
  const { memberships } = house.deps.store;
  await memberships.updateOne(
    { organization: organization.id, group, member: bob },
    { $set: { "pending.attempts": 1, "pending.error": "the database said no" } },
  );
  await house.startWorker();
  await organization.settled();
  expect(await told("membership.added")).toEqual([[group, bob]]);
  expect(await open(), "Ada's membership is still undone").toEqual([["work", group, 1]]);

  await mend();
  expect(await retryFailed(house.deps, organization.id)).toMatchObject({ memberships: 1 });
  await organization.settled();
  expect(await told("membership.added")).toEqual([
    [group, bob],
    [group, ada],
  ]);
  expect(await open()).toEqual([]);
});

test("F01 what failed of a removed member's memberships goes with the others, and is no failure any more", async () => {
  const group = await postGroup(organization, "A", [ada, bob]);
  await organization.settled();
  await beforeTheWorker(async () => {
    await damage({ collection: "groupSizes", filter: { _id: group } }, { members: "many" });
    expect((await organization.directory.send("DELETE", `/Users/${ada}`)).status).toBe(204);
  });
  expect(await told("member.removed")).toEqual([[undefined, ada]]);
  expect(await open()).toEqual([["work", group, 1]]);
  expect((await organization.directory.send("DELETE", `/Groups/${group}`)).status).toBe(204);
  await organization.settled();
  await eventually(async () => {
    expect(await house.deps.store.memberships.countDocuments({ organization: organization.id, group })).toBe(
      0,
    );
  });
  expect(await open()).toEqual([]);
});

test.each(groupDamages)("F01 a group whose %s hides no other group from the admin", async (_, how) => {
  const groups = [await postGroup(organization, "A"), await postGroup(organization, "B")];
  await organization.settled();
  await damage(groupOf(groups[0] ?? ""), how);
  const listed = await listGroups(house.deps, organization.id, { limit: 100 });
  expect(listed.map(({ id }) => id)).toEqual(groups);
});
