import { expect, test } from "vitest";
import type { ConnectProgress } from "../../parts/wire.ts";
import type { Signal } from "./guide.ts";
import { otherTroubles, stepStates } from "./step-states.ts";

const at = "2026-11-27T12:00:00.000Z";
const guide = [
  { signal: "scimOn" },
  {},
  { signal: "testConnection" },
  {},
  { signal: "firstUser" },
  { signal: "firstGroup" },
] satisfies { signal?: Signal }[];

function progress(done: readonly Signal[], trouble: Partial<Record<Signal, string>> = {}): ConnectProgress {
  const steps = (["scimOn", "testConnection", "firstUser", "firstGroup", "firstCycle"] as const).map(
    (step) => ({ step, doneAt: done.includes(step) ? at : null, trouble: trouble[step] ?? null }),
  );
  return { steps, connections: [] };
}

test.for<[string, ConnectProgress | undefined, string]>([
  ["nothing is known yet", undefined, "next later later later later later"],
  ["nothing was done", progress([]), "next later later later later later"],
  ["SCIM is on: what cannot be seen is next", progress(["scimOn"]), "done next later later later later"],
  [
    "the test came: what stands before it was done",
    progress(["scimOn", "testConnection"]),
    "done done done next later later",
  ],
  ["a user came", progress(["scimOn", "testConnection", "firstUser"]), "done done done done done next"],
  ["a user came without a test", progress(["scimOn", "firstUser"]), "done done next done done later"],
  [
    "all was seen",
    progress(["scimOn", "testConnection", "firstUser", "firstGroup", "firstCycle"]),
    "done done done done done done",
  ],
  [
    "SCIM was turned off afterwards",
    progress(["testConnection", "firstUser"]),
    "next done done done done later",
  ],
])("%s", ([, seen, expected]) => {
  expect(
    stepStates(guide, seen)
      .map(({ state }) => state)
      .join(" "),
  ).toBe(expected);
});

test("trouble stands at its step, done or not", () => {
  const states = stepStates(guide, progress(["scimOn"], { testConnection: "401", scimOn: "plan" }));
  expect(states.map(({ trouble }) => trouble)).toEqual(["plan", null, "401", null, null, null]);
});

test("trouble that has no step in the guide is not lost", () => {
  const seen = progress(["scimOn"], {
    firstUser: "400",
    firstCycle: "Of 3 calls in the last cycle: 2 refused.",
  });
  expect(otherTroubles(guide, seen)).toEqual(["Of 3 calls in the last cycle: 2 refused."]);
  expect(otherTroubles([...guide, { signal: "firstCycle" }], seen)).toEqual([]);
  expect(otherTroubles(guide, undefined)).toEqual([]);
});
