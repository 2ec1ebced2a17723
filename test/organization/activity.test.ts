/**
 * What is counted of a day: what directories wrote and were refused, what workers applied and how late, what failed.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { readActivity } from "../../api/organization/overview/activity.ts";
import { openActivityCounter, slicesMax } from "../../shared/store/activity.ts";
import { activityKeptMs, sliceMs } from "../../shared/store/statistics-documents.ts";
import { eventually } from "../support/eventually.ts";
import type { House } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, scimClient } from "../support/scim-client.ts";
import { openSecondApi } from "../support/second-api.ts";
import { lookUp, openWatchedHouse } from "../support/watched-house.ts";

let house: House;
beforeAll(async () => {
  house = await openWatchedHouse();
});
afterAll(() => house.close());

const read = ({ id }: TestOrganization) => readActivity(house.deps, id);

/** All slices together: a test can begin in one and end in the next. */
async function totals(organization: TestOrganization) {
  const { slices } = await read(organization);
  const sum = (name: "writes" | "refused" | "applied" | "failures") =>
    slices.reduce((total, slice) => total + slice[name], 0);
  return {
    writes: sum("writes"),
    refused: sum("refused"),
    applied: sum("applied"),
    failures: sum("failures"),
  };
}

test("a day without anything has all its slices, in their order", async () => {
  const { sliceMs: length, slices } = await read(await openOrganization(house));
  expect(slices).toHaveLength(96);
  expect(length * slices.length).toBe(24 * 60 * 60 * 1000);
  for (const [index, slice] of slices.entries()) {
    expect(slice.at.getTime() - (slices[0]?.at.getTime() ?? 0)).toBe(index * length);
    expect(slice).toMatchObject({ writes: 0, refused: 0, applied: 0, lagMeanMs: null, lagMaxMs: null });
  }
});

test("writes, refusals and what was applied add up over processes, and reads count as neither", async () => {
  const second = await openSecondApi(house);
  try {
    const [organization, other] = [await openOrganization(house), await openOrganization(house)];
    const ways = [organization.directory, second.directoryOf(organization)];
    const all = Array.from({ length: 60 }, async (_, index) => {
      const way = ways[index % 2] ?? organization.directory;
      await lookUp(way);
      await way.send("POST", "/Users", entraUser(organization.address(`person-${index}`)));
      if (index % 10 === 0) await way.send("POST", "/Users", { ...entraUser("x"), emails: [] });
      if (index % 20 === 0) await lookUp(scimClient(way.url, "rc_wrong"));
    });
    await Promise.all(all);
    await organization.settled();
    // Whether what was refused, and the silence after it, becomes a failure hangs on how long all of it takes.
    await eventually(async () =>
      expect(await totals(organization)).toMatchObject({ writes: 60, refused: 9, applied: 60 }),
    );
    for (const slice of (await read(organization)).slices) {
      if (slice.applied === 0) continue;
      expect(slice.lagMeanMs).toBeGreaterThanOrEqual(0);
      expect(slice.lagMaxMs).toBeGreaterThanOrEqual(slice.lagMeanMs ?? Number.NaN);
    }
    expect(await totals(other)).toEqual({ writes: 0, refused: 0, applied: 0, failures: 0 });
  } finally {
    await second.stop();
  }
});

test("a failure counts where it opened", async () => {
  const organization = await openOrganization(house, { seats: 1 });
  await organization.provision("ada");
  await eventually(async () => expect(await totals(organization)).toMatchObject({ failures: 1 }));
  const { slices } = await read(organization);
  expect(slices.slice(-2).reduce((sum, { failures }) => sum + failures, 0)).toBe(1);
});

test("many processes that are the first in a slice lose nothing", async () => {
  const { id } = await openOrganization(house);
  const { store, log, now } = house.deps;
  for (let round = 0; round < 10; round += 1) {
    const at = new Date(now().getTime() - round * sliceMs);
    const counters = Array.from({ length: 8 }, () => openActivityCounter(store, 60_000, log));
    for (const counter of counters) counter.add(id, at, { writes: 1, applied: 2, lagMs: 10, lagMaxMs: 7 });
    await Promise.all(counters.map((counter) => counter.close()));
  }
  const rows = await store.activity.find({ organization: id }).sort({ at: 1 }).toArray();
  expect(rows).toHaveLength(10);
  for (const row of rows) expect(row).toMatchObject({ writes: 8, applied: 16, lagMs: 80, lagMaxMs: 7 });
});

test("memory is bounded, and what cannot be written holds nobody up", async () => {
  const { log, now } = house.deps;
  const sizes: number[] = [];
  const activity = {
    bulkWrite: async (writes: readonly unknown[]) => {
      sizes.push(writes.length);
      throw new Error("the database is away");
    },
  };
  const counter = openActivityCounter({ activity: activity as never }, 60_000, log);
  for (let n = 0; n < slicesMax + 500; n += 1) counter.add(`org-${n}`, now(), { writes: 1 });
  await counter.close();
  expect(sizes).toEqual([slicesMax]);
});

test("what is counted goes by itself after three days", async () => {
  const indexes = await house.deps.store.activity.indexes();
  expect(indexes).toContainEqual(
    expect.objectContaining({ key: { at: 1 }, expireAfterSeconds: activityKeptMs / 1_000 }),
  );
});
