import { expect, test } from "vitest";
import { shareRoom } from "./share.ts";

test.each([
  ["all where there is room", [3, 2], 20, [3, 2]],
  ["no more than there is room", [100], 20, [20]],
  ["equal parts of two that are many", [100, 100], 20, [10, 10]],
  ["all of a small kind, and the rest of the room for the large one", [10_000, 1], 20, [19, 1]],
  ["the more urgent kind first, where it does not come out even", [9, 9, 9], 20, [7, 7, 6]],
  ["one of the first kinds each, where there are more kinds than room", [5, 5, 5], 2, [1, 1, 0]],
  ["nothing of nothing", [], 20, []],
  ["nothing where there is no room", [4], 0, [0]],
])("%s", (_, totals, room, shares) => expect(shareRoom(totals, room)).toEqual(shares));
