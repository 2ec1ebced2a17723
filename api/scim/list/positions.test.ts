import { expect, test } from "vitest";
import { openPositions } from "./positions.ts";

const start = Date.parse("2026-01-01T00:00:00Z");

function open() {
  let time = start;
  const positions = openPositions(() => new Date(time));
  const pass = (ms: number) => {
    time += ms;
  };
  return { positions, pass };
}

test("the last position that is not beyond the index is the one to go on from", () => {
  const { positions } = open();
  const list = positions.of("acme User");
  expect(list.before(5_000)).toBeUndefined();
  for (const index of [3_000, 1_000, 2_000]) list.remember({ index, after: `id ${index}` });
  expect(list.before(999)).toBeUndefined();
  expect(list.before(1_000)).toMatchObject({ index: 1_000, after: "id 1000" });
  expect(list.before(2_999)).toMatchObject({ index: 2_000, after: "id 2000" });
  expect(positions.of("acme User").before(1_000_000)).toMatchObject({ index: 3_000 });
});

test("near the beginning nothing is remembered", () => {
  const list = open().positions.of("acme User");
  list.remember({ index: 999, after: "id" });
  expect(list.before(5_000)).toBeUndefined();
});

test("a position that is remembered anew is the newer one", () => {
  const list = open().positions.of("acme User");
  list.remember({ index: 1_000, after: "old" });
  list.remember({ index: 1_000, after: "new" });
  expect(list.before(1_000)).toMatchObject({ after: "new" });
});

test("no list has another one's positions", () => {
  const { positions } = open();
  positions.of("acme User").remember({ index: 1_000, after: "id" });
  expect(positions.of("acme Group").before(1_000)).toBeUndefined();
  expect(positions.of("other User").before(1_000)).toBeUndefined();
});

test("after half a minute a position is gone", () => {
  const { positions, pass } = open();
  positions.of("acme User").remember({ index: 1_000, after: "id" });
  pass(29_999);
  expect(positions.of("acme User").before(1_000)).toBeDefined();
  pass(1);
  expect(positions.of("acme User").before(1_000)).toBeUndefined();
});

test("what was read before a list was forgotten is not remembered of it afterwards", () => {
  const { positions } = open();
  const before = positions.of("acme User");
  before.remember({ index: 1_000, after: "id" });
  positions.forget("acme User");
  before.remember({ index: 2_000, after: "id" });
  expect(positions.of("acme User").before(5_000)).toBeUndefined();
});

test("of many positions and many lists the newest are kept", () => {
  const { positions } = open();
  const list = positions.of("acme User");
  for (let index = 1_000; index < 3_000; index += 1) list.remember({ index, after: String(index) });
  expect(list.before(1_999)).toBeUndefined();
  expect(list.before(2_000)).toMatchObject({ index: 2_000 });
  for (let other = 0; other < 499; other += 1) positions.of(`other ${other}`);
  expect(positions.of("acme User").before(2_000)).toBeDefined();
  for (let other = 0; other < 500; other += 1) positions.of(`another ${other}`);
  expect(positions.of("acme User").before(2_000)).toBeUndefined();
});
