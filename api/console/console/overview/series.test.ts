import { describe, expect, it } from "vitest";
import { charts, telling } from "./series.ts";

const quiet = {
  at: "2026-11-27T12:00:00.000Z",
  writes: 0,
  refused: 0,
  applied: 0,
  lagMeanMs: null,
  lagMaxMs: null,
  failures: 0,
};
const busy = {
  ...quiet,
  at: "2026-11-27T12:15:00.000Z",
  writes: 1_200,
  refused: 1,
  applied: 900,
  lagMeanMs: 40,
  lagMaxMs: 1_400,
};

describe("the last day in words", () => {
  it("says what happened", () => {
    expect(charts.map(({ sum }) => sum([quiet, busy]))).toEqual([
      "1,200 writes taken, 1 call refused.",
      "900 changes applied.",
      "0 failures opened.",
      "At most 1.4 s.",
    ]);
  });

  it("says of a quiet day that nothing was applied, and never a lag of nothing", () => {
    expect(charts.map(({ sum }) => sum([quiet])).at(-1)).toBe("Nothing was applied.");
    expect(charts.map(({ sum }) => sum([])).at(-1)).toBe("Nothing was applied.");
  });

  it("tells only of slices with something in them, the newest first", () => {
    const [writes] = charts;
    if (!writes) throw new Error("There are charts.");
    expect(telling(writes, [quiet, busy, { ...busy, at: "later" }]).map(({ at }) => at)).toEqual([
      "later",
      busy.at,
    ]);
  });
});
