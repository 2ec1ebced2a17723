import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { retryFailed } from "../../api/organization/failures/retry.ts";
import type { Member } from "../../shared/store/documents.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";

const attempts = 3;
let house: House;
let organization: TestOrganization;
beforeAll(async () => {
  house = await openHouse({ environment: { DRAIN_BATCH: "5", WORK_ATTEMPTS: String(attempts) } });
});
beforeEach(async () => {
  organization = await openOrganization(house);
});
afterAll(() => house.close());

const damages: readonly (readonly [string, Record<string, unknown>])[] = [
  ["e-mails are a number", { "attributes.emails": 5 }],
  ["e-mails are a list of nothing", { "attributes.emails": [null] }],
  ["attributes are gone", { attributes: null }],
  ["keys are gone", { keys: null }],
  ["standing is gone", { standing: null }],
];

/** Posts users while no worker runs, damages the first of them, one each way, and lets the worker come. */
async function postAndDamage(names: readonly string[], ways: readonly Record<string, unknown>[]) {
  await house.worker.stop();
  const ids: string[] = [];
  for (const name of names) {
    const { body } = await organization.directory.send(
      "POST",
      "/Users",
      entraUser(organization.address(name)),
    );
    ids.push(String(body.id));
  }
  const mends: (() => Promise<void>)[] = [];
  for (const [index, how] of ways.entries()) mends.push(await damage(ids[index] ?? "", how));
  await house.startWorker();
  await organization.settled();
  return { ids, mend: () => Promise.all(mends.map((mend) => mend())) };
}

async function recordOf(id: string): Promise<Member | null> {
  return house.deps.store.members.findOne({ organization: organization.id, _id: id });
}

/** Damages a record straight in the database, and gives back how to mend it. */
async function damage(id: string, how: Record<string, unknown>): Promise<() => Promise<void>> {
  const sound = await recordOf(id);
  const { members } = house.deps.store;
  await house.deps.store.database
    .collection<{ _id: string }>("members")
    .updateOne({ _id: id }, { $set: how });
  return async () => {
    if (!sound) throw new Error("there was no record");
    const { attributes, keys, standing } = sound;
    await members.updateOne({ _id: id }, { $set: { attributes, keys, standing, "pending.changed": [] } });
  };
}

const damaged = damages.map(([what]) => `damaged-${what.replaceAll(" ", "-")}`);
const sound = ["ada", "bob", "eve", "joe", "kim", "lea", "max"];

test("F01 poisonous records hold up nobody, fail for good after their tries, are listed, and are done once mended", async () => {
  const ways = damages.map(([, how]) => how);
  const { ids, mend } = await postAndDamage([...damaged, ...sound], ways);
  const poisons = ids.slice(0, damages.length);
  for (const name of sound) expect(organization.mails(name), name).toHaveLength(1);
  for (const name of damaged) expect(organization.mails(name), name).toHaveLength(0);
  for (const [index, id] of poisons.entries()) {
    const { pending } = (await recordOf(id)) ?? {};
    expect(pending, damaged[index]).toMatchObject({
      attempts,
      failedAt: expect.any(Date),
      error: expect.any(String),
    });
  }
  const failures = await organization.failures("open");
  expect(failures.map(({ kind, subject, count }) => [kind, subject, count]).sort()).toEqual(
    poisons.map((id) => ["work", id, 1]).sort(),
  );
  await mend();
  expect(await retryFailed(house.deps, organization.id)).toEqual({
    members: damages.length,
    groups: 0,
    memberships: 0,
    emails: 0,
  });
  await organization.settled();
  for (const id of poisons) {
    expect(await organization.member(id)).toMatchObject({ status: "invited", failed: null });
    expect(await organization.story(id)).toEqual(["member.created", "member.invited"]);
  }
  for (const name of [...damaged, ...sound]) expect(organization.mails(name), name).toHaveLength(1);
  expect(await organization.failures("open")).toEqual([]);
  expect(await organization.seats()).toMatchObject({ used: 1 + ids.length });
});

test("F01 a batch of nothing but poisonous records holds up nobody behind it", async () => {
  const ways = damaged.map(() => ({ "attributes.emails": 5 }));
  await postAndDamage([...damaged, ...sound], ways);
  for (const name of sound) expect(organization.mails(name), name).toHaveLength(1);
  expect(await organization.failures("open")).toHaveLength(damaged.length);
});

test("F01 a retry before the record is mended ends as the same failure, counted up", async () => {
  const { ids } = await postAndDamage(["ada"], [{ keys: null }]);
  await retryFailed(house.deps, organization.id);
  await organization.settled();
  expect(await organization.failures("open")).toMatchObject([{ kind: "work", subject: ids[0], count: 2 }]);
  expect((await recordOf(ids[0] ?? ""))?.pending).toMatchObject({ attempts, failedAt: expect.any(Date) });
});

test("F01 a later write of the directory mends a record, and it is done without a retry by hand", async () => {
  const [id = ""] = (await postAndDamage(["ada"], [{ "attributes.emails": 5 }])).ids;
  expect(await organization.failures("open")).toHaveLength(1);
  const user = entraUser(organization.address("ada"));
  expect((await organization.directory.send("PUT", `/Users/${id}`, user)).status).toBe(200);
  await organization.settled();
  expect((await organization.member(id)).status).toBe("invited");
  expect(organization.mails("ada")).toHaveLength(1);
  expect(await organization.failures("open")).toEqual([]);
});

test.each(damages)("F01 a record whose %s hides no other member from the admin", async (_, how) => {
  const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  await damage(ada, how);
  expect((await organization.members()).map(({ id }) => id)).toEqual(expect.arrayContaining([ada, bob]));
});

test("F01 a damaged record of one who holds an address and a seat harms nobody who comes later", async () => {
  const ada = await organization.provision("ada");
  await damage(ada, { keys: null });
  const emails = [{ type: "work", value: organization.address("ada") }];
  const ids = [await organization.provision("bob"), await organization.provision("eve", { emails })];
  for (const id of ids) expect((await recordOf(id))?.pending).toBeUndefined();
});
