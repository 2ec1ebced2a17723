import { ObjectId } from "mongodb";
import { describe, expect, test } from "vitest";
import type { Actor } from "../../../shared/store/documents.ts";
import type { Group, Membership } from "../../../shared/store/group-documents.ts";
import { planMembership } from "./plan-membership.ts";

type Ends = Parameters<typeof planMembership>[1];

const now = new Date("2026-02-01T00:00:00Z");
const key: Actor = { kind: "key", id: "k1" };
const admin: Actor = { kind: "admin", id: "root" };
const system: Actor = { kind: "system" };

const byHand: NonNullable<Ends["group"]> = {};
const linked: NonNullable<Ends["group"]> = { directoryKey: "k1" };
const removed: NonNullable<Ends["group"]> = { directoryKey: "k1", removedAt: now };
const here: NonNullable<Ends["member"]> = {};
const left: NonNullable<Ends["member"]> = { removedAt: now };

type State = Pick<Membership, "present" | "directory" | "inForce">;

function plan(
  state: State,
  group: Pick<Group, "directoryKey" | "removedAt"> | null,
  member: Ends["member"] = here,
) {
  const writtenBy = state.directory === state.present ? key : admin;
  const edge = { _id: new ObjectId(), organization: "acme", group: "g1", member: "m1" };
  const pending = { since: now, dueAt: now, attempts: 0 };
  const { becomes, growth, events } = planMembership(
    { ...edge, version: 2, writtenBy, pending, ...state },
    {
      group,
      member,
    },
  );
  return [becomes, growth, events.map(({ kind, actor }) => `${kind} by ${actor.kind}`)];
}

const added = (actor: Actor) => `membership.added by ${actor.kind}`;
const gone = (actor: Actor) => `membership.removed by ${actor.kind}`;
const reverted = `membership.reverted by ${system.kind}`;

describe("in a group that no directory owns", () => {
  const table: [string, State, unknown[]][] = [
    ["a new one comes into force", { present: true }, ["present", 1, [added(admin)]]],
    ["one in force stays, untold", { present: true, inForce: true }, ["present", 0, []]],
    ["one that is removed goes", { present: false, inForce: true }, ["absent", -1, [gone(admin)]]],
    ["one that never came into force goes untold", { present: false }, ["absent", 0, []]],
    ["one that is out stays out", { present: false, inForce: false }, ["absent", 0, []]],
    ["one that was out comes back", { present: true, inForce: false }, ["present", 1, [added(admin)]]],
    [
      "what an admin writes counts, whatever a directory once said",
      { present: true, directory: false },
      ["present", 1, [added(admin)]],
    ],
  ];
  test.each(table)("%s", (_, state, wanted) => expect(plan(state, byHand)).toEqual(wanted));
});

describe("in a linked group it counts what the directory said", () => {
  const table: [string, State, unknown[]][] = [
    ["an add by it", { present: true, directory: true }, ["present", 1, [added(key)]]],
    ["a remove by it", { present: false, directory: false, inForce: true }, ["absent", -1, [gone(key)]]],
    ["the same once more", { present: true, directory: true, inForce: true }, ["present", 0, []]],
    ["an add by hand goes back at once", { present: true }, ["absent", 0, [reverted]]],
    [
      "an add by hand against it goes back",
      { present: true, directory: false, inForce: false },
      ["absent", 0, [reverted]],
    ],
    [
      "a remove by hand goes back",
      { present: false, directory: true, inForce: true },
      ["present", 0, [reverted]],
    ],
    [
      "one made by hand before it was linked, and never confirmed, goes",
      { present: true, inForce: true },
      ["absent", -1, [reverted, gone(system)]],
    ],
    [
      "a remove by hand of what it never said stays",
      { present: false, inForce: true },
      ["absent", -1, [gone(admin)]],
    ],
  ];
  test.each(table)("%s", (_, state, wanted) => expect(plan(state, linked)).toEqual(wanted));
});

const states: State[] = [true, false].flatMap((present) =>
  [true, false, undefined].flatMap((directory) =>
    [true, false, undefined].map((inForce) => ({
      present,
      ...(directory !== undefined && { directory }),
      ...(inForce !== undefined && { inForce }),
    })),
  ),
);

describe("whatever state it is in", () => {
  const named = states.map((state) => [JSON.stringify(state), state] as const);

  test.each(named)("%s: with its group it goes in silence", (_, state) => {
    for (const group of [null, removed]) {
      for (const member of [here, left, null]) expect(plan(state, group, member)).toEqual(["gone", 0, []]);
    }
  });

  test.each(named)("%s: who left the organization leaves, and nothing goes back for them", (_, state) => {
    for (const group of [byHand, linked]) {
      for (const member of [left, null]) {
        const [becomes, growth, events] = plan(state, group, member);
        const was = state.inForce === true;
        expect([becomes, growth]).toEqual(["absent", was ? -1 : 0]);
        expect(events).toEqual(was ? [expect.stringMatching(/^membership\.removed /)] : []);
      }
    }
  });

  test.each(named)("%s: planning twice plans nothing the second time", (_, state) => {
    for (const group of [byHand, linked]) {
      for (const member of [here, left]) {
        const [becomes] = plan(state, group, member);
        const is = becomes === "present";
        const again = plan({ ...state, present: is, inForce: is }, group, member);
        expect(again).toEqual([becomes, 0, []]);
      }
    }
  });
});
