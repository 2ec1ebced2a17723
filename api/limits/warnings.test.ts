import { expect, test } from "vitest";
import { openWarnings } from "./warnings.ts";

test("the first is told at once, those of ten seconds together, each limit for itself", () => {
  let at = 0;
  const lines: unknown[] = [];
  const warn = openWarnings({ warn: (...line: unknown[]) => lines.push(line) }, () => at);
  for (let n = 0; n < 1_000; n++) warn("A", "a was refused");
  warn("B", "b was refused");
  expect(lines).toEqual([
    [{ limit: "A", refused: 1 }, "a was refused"],
    [{ limit: "B", refused: 1 }, "b was refused"],
  ]);
  at = 9_999;
  warn("A", "a was refused");
  expect(lines).toHaveLength(2);
  at = 10_000;
  warn("A", "a was refused");
  expect(lines).toHaveLength(3);
  expect(lines[2]).toEqual([{ limit: "A", refused: 1_001 }, "a was refused"]);
});
