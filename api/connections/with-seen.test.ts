import fc from "fast-check";
import { expect, test } from "vitest";
import type { Call } from "./call.ts";
import { addCall, type Seen } from "./seen.ts";
import { beginsCycle, withSeen } from "./with-seen.ts";

const gapMs = 300_000;
type Observed = ReturnType<typeof withSeen>;

/** A call at a second: `GET 200`, `POST 400`, `POST 400 invalidPath`. */
function at(second: number, words: string, hungUp = false): Call {
  const [method = "", status = "", fault = "invalidValue"] = words.split(" ");
  return {
    at: new Date(second * 1_000),
    method,
    path: "/scim/v2/acme/Users",
    status: Number(status),
    hungUp,
    ...(Number(status) >= 400 && { told: { fault, detail: `detail at ${second}` } }),
  };
}

function seenOf(...calls: Call[]): Seen {
  const seen = calls.reduce<Seen | undefined>((before, call) => addCall(before, call), undefined);
  if (!seen) throw new Error("no calls");
  return seen;
}

/** What is stored once batches were written in turn, each a batch of some process. */
function stored(...batches: Call[][]): Observed {
  const after = batches.reduce<Observed | null>(
    (before, calls) => withSeen(before, seenOf(...calls), gapMs),
    null,
  );
  if (!after) throw new Error("no batches");
  return after;
}

test("a cycle counts its calls by what became of them", () => {
  const { cycles } = stored([
    at(0, "GET 200"),
    at(1, "POST 201"),
    at(2, "POST 409"),
    at(3, "POST 400"),
    at(4, "PATCH 503"),
    at(5, "GET 404"),
  ]);
  expect(cycles).toEqual([
    {
      startedAt: new Date(0),
      endedAt: new Date(5_000),
      calls: 6,
      writes: 4,
      refusals: 1,
      errors: 1,
      cutShort: false,
    },
  ]);
});

test("a cycle begins with a call after a gap, and the last ten are kept", () => {
  const shorter = stored([at(0, "GET 200")], [at(299, "GET 200")]);
  expect(shorter.cycles).toHaveLength(1);
  const longer = stored([at(0, "GET 200")], [at(300, "GET 200")]);
  expect(longer.cycles.map(({ startedAt }) => Number(startedAt))).toEqual([0, 300_000]);
  const many = stored(...Array.from({ length: 25 }, (_, index) => [at(index * 2_400, "GET 200")]));
  expect(many.cycles.map(({ startedAt }) => Number(startedAt) / 2_400_000)).toEqual([
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
  ]);
  expect(beginsCycle(longer, seenOf(at(400, "GET 200")), gapMs)).toBe(false);
  expect(beginsCycle(longer, seenOf(at(600, "GET 200")), gapMs)).toBe(true);
  expect(beginsCycle(null, seenOf(at(0, "GET 200")), gapMs)).toBe(true);
});

test("a cycle is cut short by a last call that found no answer, and by no earlier one", () => {
  expect(stored([at(0, "GET 200"), at(1, "GET 200", true)]).cycles[0]?.cutShort).toBe(true);
  expect(stored([at(0, "GET 200"), at(1, "POST 429")]).cycles[0]?.cutShort).toBe(true);
  expect(stored([at(0, "GET 200", true), at(1, "GET 200")]).cycles[0]?.cutShort).toBe(false);
  // Another process writes what it saw before that only now.
  expect(stored([at(5, "GET 200", true)], [at(4, "GET 200")]).cycles[0]?.cutShort).toBe(true);
});

test("refusals in a row are counted over batches, and any call of the kind that goes well ends the row", () => {
  const row = stored([at(0, "POST 400")], [at(1, "POST 400"), at(2, "POST 400")]);
  expect(row.refused.write).toEqual({
    status: 400,
    fault: "invalidValue",
    detail: "detail at 2",
    count: 3,
    since: new Date(0),
    lastAt: new Date(2_000),
  });
  expect(stored([at(0, "POST 400")], [at(1, "POST 201")]).refused).toEqual({});
  expect(stored([at(0, "POST 400"), at(1, "POST 201"), at(2, "POST 400")]).refused.write?.count).toBe(1);
});

test("a directory that looks up before it writes has its writes refused in a row", () => {
  const calls = Array.from({ length: 20 }, (_, index) => at(index, index % 2 === 0 ? "GET 200" : "POST 400"));
  expect(stored(calls).refused.write?.count).toBe(10);
  expect(stored(calls).refused.read).toBeUndefined();
});

test("a row is of one kind", () => {
  const { refused } = stored([at(0, "POST 400"), at(1, "POST 400"), at(2, "POST 400 invalidPath")]);
  expect(refused.write).toMatchObject({ fault: "invalidPath", count: 1, since: new Date(2_000) });
  const later = stored([at(0, "POST 400")], [at(1, "POST 400 invalidPath")]);
  expect(later.refused.write).toMatchObject({ fault: "invalidPath", count: 1 });
});

test.each(["GET 404", "POST 409", "PUT 412", "GET 429", "GET 503"])(
  "%s neither lengthens a row nor ends it",
  (words) => {
    const { refused } = stored([at(0, "GET 400"), at(1, "POST 400"), at(2, words), at(3, "POST 400")]);
    expect(refused.read?.count).toBe(1);
    expect(refused.write?.count).toBe(2);
  },
);

test("whoever is let in has a way in again, also where the call is wrong", () => {
  for (const words of ["GET 200", "POST 400", "GET 404"])
    expect(stored([at(0, "GET 401"), at(1, words)]).refused.access, words).toBeUndefined();
  for (const words of ["GET 503", "GET 429", "GET 401"])
    expect(stored([at(0, "GET 401"), at(1, words)]).refused.access, words).toBeDefined();
});

test("a success that another process saw ends the row, whoever writes first", () => {
  const refusals = [at(0, "POST 400"), at(2, "POST 400")];
  const success = [at(1, "POST 201")];
  for (const batches of [
    [refusals, success],
    [success, refusals],
  ])
    expect(stored(...batches).refused.write).toBeUndefined();
});

test("what a directory was told is cut where it is long", () => {
  const call = { ...at(0, "POST 400"), told: { fault: "invalidValue", detail: "x".repeat(10_000) } };
  expect(stored([call]).refused.write?.detail).toHaveLength(300);
});

test("the first success stays the first", () => {
  const later = stored([at(0, "GET 401")], [at(3, "GET 200")], [at(2, "GET 200")], [at(9, "GET 200")]);
  expect(later.firstSuccessAt).toEqual(new Date(2_000));
  expect(later.fine.read).toEqual(new Date(9_000));
  expect(later.fine.write).toBeUndefined();
});

test("the first cycle that wrote and came to its end is known once another one begins", () => {
  const looked = [at(0, "GET 200")];
  const broken = [at(400, "POST 201"), at(401, "POST 201", true)];
  const refused = [at(800, "POST 400"), at(801, "POST 400")];
  const full = [at(1_200, "POST 201"), at(1_202, "PATCH 204"), at(1_203, "POST 400")];
  expect(stored(looked, broken, refused, full).firstCycleAt).toBeUndefined();
  expect(stored(looked, broken, refused, full, [at(1_300, "POST 201")]).firstCycleAt).toBeUndefined();
  const later = stored(looked, broken, refused, full, [at(1_600, "POST 201")], [at(2_000, "GET 200")]);
  expect(later.firstCycleAt).toEqual(new Date(1_203_000));
});

test("however calls are shared out to batches of one process, the same is stored", () => {
  const words = fc.constantFrom(
    "GET 200",
    "POST 201",
    "POST 400",
    "POST 400 invalidPath",
    "GET 401",
    "GET 503",
  );
  const calls = fc.array(fc.tuple(fc.nat(400), words, fc.boolean()), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(calls, (drawn) => {
      let second = 0;
      const all = drawn.map(([pause, what, cut]) => {
        second += pause;
        return { call: at(second, what), cut };
      });
      const batches: Call[][] = [];
      // A batch never holds a gap: batches are written every few seconds.
      for (const [index, { call, cut }] of all.entries()) {
        const before = all[index - 1]?.call;
        const isApart = !before || Number(call.at) - Number(before.at) >= gapMs;
        if (isApart || cut) batches.push([call]);
        else batches.at(-1)?.push(call);
      }
      expect(stored(...batches)).toEqual(stored(...all.map(({ call }) => [call])));
    }),
  );
});
