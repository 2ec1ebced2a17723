import { expect, test } from "vitest";
import { inBatches } from "./batch.ts";

/** A batch function that answers when it is told to. */
function opened(limits = { itemsMax: 3, inFlightMax: 1 }) {
  const batches: {
    items: readonly number[];
    end: (results?: readonly (number | Error)[]) => void;
    fail: () => void;
  }[] = [];
  const call = inBatches(
    (items: readonly number[]) =>
      new Promise<readonly (number | Error)[]>((resolve, reject) => {
        batches.push({
          items,
          end: (results = items.map((item) => item * 10)) => resolve(results),
          fail: () => reject(new Error("the batch broke")),
        });
      }),
    limits,
  );
  return { call, batches, items: () => batches.map((batch) => batch.items) };
}

/** Everything that is ready to run has run. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test("a lone item goes at once", async () => {
  const { call, batches, items } = opened();
  const result = call(1);
  await turn();
  expect(items()).toEqual([[1]]);
  batches[0]?.end();
  expect(await result).toBe(10);
});

test("what arrives while a batch is in flight waits, and goes together in its order", async () => {
  const { call, batches, items } = opened();
  const results = [call(1)];
  await turn();
  results.push(call(2), call(3));
  await turn();
  results.push(call(4));
  await turn();
  expect(items()).toEqual([[1]]);
  batches[0]?.end();
  await turn();
  expect(items()).toEqual([[1], [2, 3, 4]]);
  batches[1]?.end();
  expect(await Promise.all(results)).toEqual([10, 20, 30, 40]);
});

test("calls of one turn are one batch, up to the limit", async () => {
  const { call, batches, items } = opened();
  const results = [1, 2, 3, 4, 5].map(call);
  await turn();
  expect(items()).toEqual([[1, 2, 3]]);
  batches[0]?.end();
  await turn();
  expect(items()).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
  batches[1]?.end();
  expect(await Promise.all(results)).toEqual([10, 20, 30, 40, 50]);
});

test("no more batches are in flight than may be, and one that ends late holds up no other", async () => {
  const { call, batches, items } = opened({ itemsMax: 1, inFlightMax: 2 });
  const results = [1, 2, 3, 4].map(call);
  await turn();
  expect(items()).toEqual([[1], [2]]);
  batches[1]?.end();
  await turn();
  expect(items()).toEqual([[1], [2], [3]]);
  expect(await results[1]).toBe(20);
  for (const batch of batches) batch.end();
  await turn();
  batches[3]?.end();
  expect(await Promise.all(results)).toEqual([10, 20, 30, 40]);
});

test("an error of one item is that item's alone", async () => {
  const { call, batches } = opened();
  const results = Promise.allSettled([1, 2, 3].map(call));
  await turn();
  batches[0]?.end([10, new Error("only the second"), 30]);
  expect(await results).toMatchObject([
    { status: "fulfilled", value: 10 },
    { status: "rejected", reason: { message: "only the second" } },
    { status: "fulfilled", value: 30 },
  ]);
});

test("a batch that breaks rejects its items, and the next one is served", async () => {
  const { call, batches } = opened();
  const broken = Promise.allSettled([1, 2, 3].map(call));
  const next = call(4);
  await turn();
  batches[0]?.fail();
  expect((await broken).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  batches[1]?.end();
  expect(await next).toBe(40);
});

test("a batch function that throws before it begins rejects its items", async () => {
  const call = inBatches(
    () => {
      throw new Error("not even begun");
    },
    { itemsMax: 2, inFlightMax: 1 },
  );
  expect(await Promise.allSettled([call(1), call(2), call(3)])).toMatchObject(
    Array(3).fill({ status: "rejected", reason: { message: "not even begun" } }),
  );
});

test("too few results are an error of the items that got none", async () => {
  const { call, batches } = opened();
  const results = Promise.allSettled([call(1), call(2)]);
  await turn();
  batches[0]?.end([10]);
  expect((await results).map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
});

test("a result is never older than the call that asked for it", async () => {
  let state = 0;
  let open = () => {};
  const read = inBatches(
    async (items: readonly number[]) => {
      const seen = state;
      await new Promise<void>((resolve) => {
        open = resolve;
      });
      return items.map(() => seen);
    },
    { itemsMax: 10, inFlightMax: 1 },
  );
  const early = read(1);
  await turn();
  state = 1;
  const late = read(2);
  open();
  expect(await early).toBe(0);
  await turn();
  open();
  expect(await late).toBe(1);
});

test("a batch that never ends is given up, and its place is free for those who wait", async () => {
  let runs = 0;
  const never = new Promise<never>(() => undefined);
  const call = inBatches(
    async (items: readonly number[]) => {
      runs += 1;
      return runs <= 2 ? never : items.map((item) => item * 2);
    },
    { itemsMax: 1, inFlightMax: 2, answerMs: 30 },
  );
  const answers = await Promise.allSettled([call(1), call(2), call(3)]);
  expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
  expect(answers[0]).toMatchObject({ reason: expect.objectContaining({ name: "Unanswered" }) });
});
