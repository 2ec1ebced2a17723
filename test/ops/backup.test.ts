/**
 * What an operator does after a disaster: a backup that was taken while directories wrote is restored into an empty
 * database, and the product goes on from there.
 */
import { mkdtemp, readdir, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BSON } from "mongodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { restoreBackup, writeBackup } from "../../shared/backup/backup.ts";
import { collections } from "../../shared/backup/format.ts";
import { readConfig } from "../../shared/config.ts";
import { ensureIndexes } from "../../shared/store/indexes.ts";
import { openStore, type Store } from "../../shared/store/store.ts";
import { type House, openHouse } from "../support/house.ts";
import { runOps } from "../support/ops.ts";
import { openOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";

let house: House;
let folder: string;
beforeAll(async () => {
  house = await openHouse();
  folder = await mkdtemp(join(tmpdir(), "rollcall-backup-"));
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

/** Everything that is there, as it is. */
async function pictureOf({ database }: Store): Promise<Record<string, string[]>> {
  const picture: Record<string, string[]> = {};
  for (const name of collections) {
    const documents = await database.collection(name).find({}).sort({ _id: 1 }).toArray();
    picture[name] = documents.map((document) => BSON.EJSON.stringify(document));
  }
  return picture;
}

async function wipe({ database }: Store): Promise<void> {
  for (const name of collections) await database.collection(name).deleteMany({});
}

/** Another database on the same server, with its indexes and nothing else. */
async function openEmptyStore(): Promise<Store> {
  const mongo = new URL(house.environment["MONGODB_URI"] ?? "");
  mongo.pathname += "-restored";
  return openStore(readConfig({ ...house.environment, MONGODB_URI: mongo.href }));
}

async function dropStore({ client, database }: Store): Promise<void> {
  await database.dropDatabase();
  await client.close();
}

test("dumped, wiped and restored, everything is as it was, and directories go on", async () => {
  const organization = await openOrganization(house);
  const ada = await organization.provision("ada");
  const group = await organization.groups.make("Engineering", [ada]);
  await organization.settled();
  const { store } = house.deps;
  await house.worker.stop();
  const pending = await organization.directory.send("POST", "/Users", entraUser(organization.address("bob")));
  const before = await pictureOf(store);
  const file = join(folder, "whole.gz");
  const counts = await writeBackup(store, file, new Date());
  expect(counts.members).toBe(before["members"]?.length);

  await house.api.stop();
  await wipe(store);
  expect(await restoreBackup(store, file)).toEqual(counts);
  await ensureIndexes(store);
  expect(await pictureOf(store)).toEqual(before);

  await house.startApi();
  // What was acknowledged and not yet applied when the backup was taken is applied now.
  await house.startWorker();
  await organization.settled();
  expect(await organization.member(String(pending.body.id))).toMatchObject({ status: "invited" });
  expect((await organization.directory.send("GET", `/Groups/${group}`)).body.members).toHaveLength(1);
  await organization.provision("cyd");
});

test("a backup is of one moment, also while directories write", async () => {
  const organization = await openOrganization(house);
  let writing = true;
  let written = 0;
  const writer = (async () => {
    while (writing && written < 150) {
      const user = entraUser(organization.address(`u${written}`));
      expect((await organization.directory.send("POST", "/Users", user)).status).toBe(201);
      written += 1;
    }
  })();
  while (written < 20) await new Promise((resolve) => setImmediate(resolve));
  const file = join(folder, "busy.gz");
  await writeBackup(house.deps.store, file, new Date());
  writing = false;
  await writer;
  await organization.settled();

  const other = await openEmptyStore();
  try {
    await restoreBackup(other, file);
    const { members, events, organizations } = other;
    const place = { organization: organization.id };
    // Every event that the organization has counted is there, and nobody was told of who is not.
    const lastEvent = (await organizations.findOne({ _id: organization.id }))?.lastEvent;
    expect(await events.countDocuments(place)).toBe(lastEvent);
    const told = (await events.find({ ...place, kind: "member.created" }).toArray()).flatMap(
      ({ member }) => member ?? [],
    );
    expect(await members.countDocuments({ ...place, _id: { $in: told } })).toBe(told.length);
  } finally {
    await dropStore(other);
  }
});

test("nothing is written where something is there, or from a file that is not whole", async () => {
  const organization = await openOrganization(house);
  const { store } = house.deps;
  const file = join(folder, "half.gz");
  await writeBackup(store, file, new Date());
  await expect(restoreBackup(store, file)).rejects.toThrow("empty database");
  await truncate(file, Math.floor((await stat(file)).size / 2));
  const other = await openEmptyStore();
  try {
    await expect(restoreBackup(other, file)).rejects.toThrow();
    await expect(restoreBackup(other, join(folder, "nowhere.gz"))).rejects.toThrow("ENOENT");
    for (const documents of Object.values(await pictureOf(other))) expect(documents).toEqual([]);
  } finally {
    await dropStore(other);
  }
  await expect(writeBackup(store, join(folder, "no", "such", "folder.gz"), new Date())).rejects.toThrow();
  expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
  expect((await organization.directory.send("GET", "/Users")).status).toBe(200);
});

test("an operator does both by the command line, and is told what is wrong", async () => {
  const organization = await openOrganization(house);
  const file = join(folder, "by-hand.gz");
  const backup = await runOps(house, ["backup", "--file", file]);
  expect(backup).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/organizations +\d/) });
  const again = await runOps(house, ["restore", "--file", file]);
  expect(again).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("into an empty database") });
  for (const wrong of [["backup"], ["restore", "--all"], ["status", "--file", file], ["dump"]])
    expect((await runOps(house, wrong)).exitCode, wrong.join(" ")).toBe(2);
  expect((await organization.directory.send("GET", "/Users")).status).toBe(200);
});
