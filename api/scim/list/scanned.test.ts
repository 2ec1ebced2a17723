import { expect, test } from "vitest";
import { readConfig } from "../../../shared/config.ts";
import { userType } from "../../../shared/scim/schema/user.ts";
import { memberKeyed } from "../../../shared/store/filter/query.ts";
import type { Listed, Source } from "../../../shared/store/source.ts";
import type { Way } from "./find.ts";
import { findScanned } from "./scanned.ts";

/** A list of so many people, in batches; each batch takes a while. */
function listOf(size: number, { batch, takesMs }: { batch: number; takesMs: number }) {
  let time = Date.parse("2026-01-01T00:00:00Z");
  let closed = false;
  let fetched = 0;
  const recordAt = (index: number): Listed => ({
    _id: String(index).padStart(9, "0"),
    organization: "acme",
    version: 1,
    createdAt: new Date(0),
    modifiedAt: new Date(0),
    attributes: {},
  });
  const source: Source = {
    keyed: memberKeyed,
    page: () => Promise.reject(new Error("nobody is listed by an index")),
    count: () => Promise.reject(new Error("nobody is counted")),
    scan: async function* () {
      try {
        for (; fetched < size; fetched += batch) {
          time += takesMs;
          yield Array.from({ length: Math.min(batch, size - fetched) }, (_, index) =>
            recordAt(fetched + index),
          );
        }
      } finally {
        closed = true;
      }
    },
    withIds: async (ids) => ids.map((id) => recordAt(Number(id))),
  };
  const way: Way = {
    organization: "acme",
    parts: [{ kind: "User", type: userType, source, query: {} }],
    sort: undefined,
    from: { skip: 0 },
    count: 2,
  };
  const find = (from: Way["from"] = { skip: 0 }) =>
    findScanned(
      { now: () => new Date(time), config: readConfig({ FILTER_MAX_MS: "1000" }) },
      "https://roll.example/scim/v2/acme",
      { ...way, from },
    );
  return { find, state: () => ({ closed, fetched }) };
}

const refusal = expect.objectContaining({
  fault: "tooMany",
  message: expect.stringMatching(/ask for fewer/),
});

test("what is looked at in time is found, counted, and told where it ended", async () => {
  const { find } = listOf(10, { batch: 3, takesMs: 250 });
  const { total, found, end } = await find();
  expect(total).toBe(10);
  expect(found.map(({ record }) => record._id)).toEqual(["000000000", "000000001"]);
  expect(end).toEqual([0, null, "000000001"]);
});

test("a cursor goes on after its place, whether or not anybody stands there", async () => {
  for (const id of ["000000007", "000000007x"]) {
    const { found, end } = await listOf(10, { batch: 3, takesMs: 0 }).find({
      after: [0, null, id],
      total: 0,
    });
    expect(found.map(({ record }) => record._id)).toEqual(["000000008", "000000009"]);
    expect(end).toBeUndefined();
  }
});

test("looking ends when its time is over: tooMany, and nothing more is fetched", async () => {
  const { find, state } = listOf(1_000, { batch: 10, takesMs: 251 });
  await expect(find()).rejects.toEqual(refusal);
  expect(state()).toEqual({ closed: true, fetched: 30 });
});

test("no more than a quarter of a million are put in order for one request", async () => {
  await expect(listOf(250_001, { batch: 50_000, takesMs: 0 }).find()).rejects.toEqual(refusal);
  expect((await listOf(250_000, { batch: 50_000, takesMs: 0 }).find()).total).toBe(250_000);
});
