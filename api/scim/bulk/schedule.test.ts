import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceTo } from "./references.ts";
import type { BulkOperation } from "./request.ts";
import { completionOf, type Entry, entriesOf, nextRound } from "./schedule.ts";

type Draft = {
  readonly method: BulkOperation["method"];
  readonly id?: string;
  readonly to?: readonly string[];
};

/** Operations; the bulkId of a POST is its place. */
function operationsOf(drafts: readonly Draft[]): BulkOperation[] {
  return drafts.map(({ method, id, to = [] }, index) => ({
    method,
    endpoint: "/Users",
    id: method === "POST" ? undefined : (id ?? `id-${index}`),
    version: "",
    data: { members: to.map((bulkId) => ({ value: referenceTo(bulkId) })) },
    ...(method === "POST" && { bulkId: String(index) }),
  }));
}

/** Goes through the rounds as if all went well; gives back the places in each, completions below zero. */
function roundsOf(operations: readonly BulkOperation[], most = Number.POSITIVE_INFINITY): number[][] {
  const rounds: number[][] = [];
  for (let waiting = entriesOf(operations); waiting.length > 0; ) {
    const { entries, later } = nextRound(waiting, most);
    expect(entries.length, "something is done in each round").toBeGreaterThan(0);
    expect(entries.length).toBeLessThanOrEqual(most);
    rounds.push(entries.map(({ index, isCompletion }) => (isCompletion ? -1 - index : index)));
    const left = waiting.filter((entry) => !entries.includes(entry));
    waiting = later.size > 0 ? [...entries.map(completionOf), ...left] : left;
  }
  return rounds;
}

const post = (...to: string[]): Draft => ({ method: "POST", to });
const patch = (id: string, ...to: string[]): Draft => ({ method: "PATCH", id, to });
const remove = (id: string): Draft => ({ method: "DELETE", id });

describe("what is done together, and in which order", () => {
  const table: [string, Draft[], number[][]][] = [
    ["those of one method together", [post(), post(), patch("a"), patch("b"), post()], [[0, 1], [2, 3], [4]]],
    ["two changes of one resource one by one", [patch("a"), patch("b"), patch("a")], [[0, 1], [2]]],
    ["what is referred to first", [post("1"), post(), post("0")], [[1], [0], [2]]],
    ["a change behind what makes its resource", [patch(referenceTo("1")), post()], [[1], [0]]],
    [
      "a later change of a resource behind the earlier one that waits",
      [patch("a", "3"), patch("a"), remove("a"), post()],
      [[3], [0], [1], [2]],
    ],
    [
      "a circle of two, once nothing else can be done",
      [post("1"), post("0"), patch("a")],
      [[2], [0], [1], [-1]],
    ],
    ["one that refers to itself", [post("0")], [[0], [-1]]],
    [
      "a change of what was made without its references, behind the completion",
      [post("2"), patch(referenceTo("0")), post("0")],
      [[0], [2], [-1], [1]],
    ],
    ["one that waits for a circle, behind it", [post("1"), post("2"), post("1")], [[1], [0, 2], [-2]]],
  ];
  for (const [what, drafts, rounds] of table)
    test(what, () => expect(roundsOf(operationsOf(drafts))).toEqual(rounds));

  test("as many at a time as may fail", () => {
    expect(roundsOf(operationsOf([post(), post(), post()]), 2)).toEqual([[0, 1], [2]]);
  });
});

test("a chain is done from its end, and a second use of a bulkId is wrong at once", () => {
  const chain = Array.from({ length: 50 }, (_, index) => post(...(index < 49 ? [String(index + 1)] : [])));
  expect(roundsOf(operationsOf(chain)).flat()).toEqual(chain.map((_, index) => 49 - index));
  const twins = operationsOf([post(), post("0")]).map((operation) => ({ ...operation, bulkId: "same" }));
  expect(entriesOf(twins).map(({ operation }) => "wrong" in operation)).toEqual([false, true]);
});

/** The places that can be reached from one by references to what a POST makes. */
function reachable(entries: readonly Entry[], from: number): Set<number> {
  const found = new Set<number>();
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const bulkId of entries[at]?.references ?? []) {
      const to = entries.findIndex(({ operation }) => operation.bulkId === bulkId);
      if (to >= 0 && !found.has(to)) open.push(to);
      if (to >= 0) found.add(to);
    }
  }
  return found;
}

test("every operation is done once, after what it refers to and in the order of its resource, circles aside", () => {
  const to = fc.array(fc.nat(9).map(String), { maxLength: 3 });
  const id = fc.oneof(
    fc.constantFrom("a", "b"),
    fc.nat(9).map((place) => referenceTo(String(place))),
  );
  const draft = fc.oneof(
    fc.record({ method: fc.constant("POST" as const), to }),
    fc.record({ method: fc.constantFrom("PUT" as const, "PATCH" as const, "DELETE" as const), id, to }),
  );
  fc.assert(
    fc.property(fc.array(draft, { maxLength: 10 }), fc.constantFrom(1, 2, Infinity), (drafts, most) => {
      const operations = operationsOf(drafts);
      const entries = entriesOf(operations);
      const order = roundsOf(operations, most).flat();
      const done = order.filter((place) => place >= 0);
      expect(done.toSorted((one, other) => one - other)).toEqual(drafts.map((_, index) => index));
      for (const [index, { operation, references }] of entries.entries()) {
        const at = order.indexOf(index);
        const isCompleted = order.includes(-1 - index);
        if (isCompleted) expect(reachable(entries, index)).toContain(index);
        const whole = isCompleted ? order.indexOf(-1 - index) : at;
        for (const bulkId of references) {
          const made = order.indexOf(Number(bulkId));
          if (operations[Number(bulkId)]?.method === "POST") expect(made).toBeLessThan(whole);
        }
        if ("wrong" in operation || operation.id === undefined) continue;
        const before = operations.findLastIndex(({ id }, place) => place < index && id === operation.id);
        if (before >= 0) expect(order.indexOf(before)).toBeLessThan(at);
        const completion = entries.findIndex(
          ({ operation: { bulkId = "" } }) => referenceTo(bulkId) === operation.id,
        );
        if (completion >= 0 && order.includes(-1 - completion))
          expect(order.indexOf(-1 - completion)).toBeLessThan(at);
      }
    }),
    { numRuns: 500 },
  );
});
