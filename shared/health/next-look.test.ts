import { expect, test } from "vitest";
import { ago, connection, cyclesUntil, limits, minuteMs, now } from "./connection-example.ts";
import { nextLookAt } from "./next-look.ts";
import { silentCycle } from "./rhythm.ts";

const row = { status: 400, fault: "invalidValue", detail: "", count: 1, since: ago(1), lastAt: ago(1) };

test("a connection that goes well is looked at no more until the directory calls", () => {
  expect(nextLookAt(connection(), now, limits)).toBeNull();
});

test("a directory is looked at when it counts as silent, and not before", () => {
  const troubled = connection({ cycles: cyclesUntil(10, { errors: 1 }) });
  const at = nextLookAt(troubled, now, limits);
  if (!at) throw new Error("no look");
  expect(silentCycle(troubled, new Date(at.getTime() - 1), limits)).toBeNull();
  expect(silentCycle(troubled, at, limits)).not.toBeNull();
});

test("a silence that was told is looked at each minute, since it can be over", () => {
  const silent = connection({ cycles: cyclesUntil(999, { errors: 1 }), told: { silence: ago(998) } });
  expect(nextLookAt(silent, now, limits)).toEqual(new Date(now.getTime() + minuteMs));
});

test("refusals that came to nothing are looked at ever less, once a day at least", () => {
  const rested = (minutes: number) =>
    Number(nextLookAt(connection({ cycles: cyclesUntil(minutes), refused: { write: row } }), now, limits)) -
    now.getTime();
  expect(rested(1)).toBe(minuteMs);
  expect(rested(61)).toBe(60 * minuteMs);
  expect(rested(99_999)).toBe(24 * 60 * minuteMs);
});
