import fc from "fast-check";
import { expect, test } from "vitest";
import { openBuckets } from "./buckets.ts";

/** Buckets whose time goes on only when it is told to. */
function timed(keysMax?: number) {
  let at = 1_000_000;
  const buckets = openBuckets(() => at, keysMax);
  return {
    take: buckets.take,
    pass: (ms: number) => {
      at += ms;
    },
  };
}

test("25 a second are let through for ever, with a burst of one", () => {
  const { take, pass } = timed();
  for (let n = 0; n < 100_000; n++) {
    expect(take("a", { perSecond: 25, burst: 1 })).toBe(0);
    pass(40);
  }
});

test("a burst is let through at once, and not one more", () => {
  const { take, pass } = timed();
  const rate = { perSecond: 2, burst: 10 };
  for (let n = 0; n < 10; n++) expect(take("a", rate)).toBe(0);
  expect(take("a", rate)).toBe(500);
  pass(499);
  expect(take("a", rate)).toBeCloseTo(1);
  pass(1);
  expect(take("a", rate)).toBe(0);
  expect(take("a", rate)).toBe(500);
});

test("whoever was refused pays nothing, and one key takes nothing from another", () => {
  const { take, pass } = timed();
  const rate = { perSecond: 1, burst: 1 };
  expect(take("a", rate)).toBe(0);
  for (let n = 0; n < 50; n++) expect(take("a", rate)).toBe(1_000);
  expect(take("b", rate)).toBe(0);
  pass(1_000);
  expect(take("a", rate)).toBe(0);
});

test("more than the burst is let through when the bucket is full, and is paid off afterwards", () => {
  const { take, pass } = timed();
  const rate = { perSecond: 10, burst: 10 };
  expect(take("a", rate)).toBe(0);
  expect(take("a", rate, 50, 1)).toBe(0);
  expect(take("a", rate)).toBe(4_100);
  pass(4_100);
  expect(take("a", rate)).toBe(0);
  expect(take("a", rate, 50)).toBe(1_000);
});

test("a rate that was raised counts from then on", () => {
  const { take } = timed();
  expect(take("a", { perSecond: 1, burst: 100 }, 100)).toBe(0);
  expect(take("a", { perSecond: 1, burst: 100 })).toBe(1_000);
  expect(take("a", { perSecond: 100, burst: 100 })).toBe(10);
});

test("the next try is let through after the time that was told, and not before", () => {
  const rates = fc.record({
    perSecond: fc.integer({ min: 1, max: 200 }),
    burst: fc.integer({ min: 1, max: 50 }),
  });
  const requests = fc.array(fc.record({ tokens: fc.integer({ min: 1, max: 90 }), ms: fc.nat(900) }));
  fc.assert(
    fc.property(rates, requests, (rate, sent) => {
      const { take, pass } = timed();
      /** As a bulk does: one token to come in, and the rest once its operations are known. */
      const bulk = (tokens: number) => take("a", rate, tokens, 1);
      for (const { tokens, ms } of sent) {
        pass(ms);
        const toComeInMs = take("a", rate);
        pass(toComeInMs);
        if (toComeInMs > 0) expect(take("a", rate)).toBe(0);
        const waitMs = bulk(tokens);
        if (waitMs === 0) continue;
        pass(waitMs);
        expect(take("a", rate)).toBe(0);
        expect(bulk(tokens)).toBe(0);
      }
      const waitMs = take("a", rate, 7);
      if (waitMs === 0) return;
      pass(waitMs * 0.99);
      expect(take("a", rate, 7)).toBeGreaterThan(0);
      pass(waitMs * 0.01);
      expect(take("a", rate)).toBe(0);
      expect(take("a", rate, 7, 1)).toBe(0);
    }),
  );
});

test("no more keys are kept than may be, and those in use stay", () => {
  const { take } = timed(3);
  const rate = { perSecond: 1, burst: 1 };
  take("busy", rate);
  for (let n = 0; n < 1_000; n++) {
    take(`once-${n}`, rate);
    expect(take("busy", rate)).toBeGreaterThan(0);
  }
  // Forgotten, and so full again.
  expect(take("once-0", rate)).toBe(0);
});
