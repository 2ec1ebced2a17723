import { describe, expect, test } from "vitest";
import type { Actor } from "../../../shared/store/documents.ts";
import type { Group } from "../../../shared/store/group-documents.ts";
import { freshGroup, groupKeys } from "../../../shared/store/groups.ts";
import { planGroup } from "./plan-group.ts";

const now = new Date("2026-02-01T00:00:00Z");
const key: Actor = { kind: "key", id: "k1" };
const admin: Actor = { kind: "admin", id: "root" };
const other: Actor = { kind: "admin", id: "eve" };

function made(by: Actor, displayName = "Design"): Group {
  const origin = by.kind === "key" ? "directory" : "hand";
  return freshGroup({ _id: "g1", organization: "acme", attributes: { displayName }, origin, by, at: now });
}
const byDirectory = made(key);
const byHand = made(admin);
const inForce = { inForce: { displayName: "Design" } };
const pending = { since: now, dueAt: now, attempts: 0 };

const told = (group: Group) =>
  planGroup(group).events.map(({ kind, actor, detail = [] }) => [kind, actor.kind, ...detail].join(" "));

/** The group as it is once its plan is applied. */
function applied(group: Group): Group {
  const { attributes, clearing } = planGroup(group);
  const { pending: _, inForce: __, ...rest } = group;
  return {
    ...rest,
    ...(attributes && { attributes, inForce: attributes }),
    ...(clearing === "linked" && { linkedAt: now }),
  };
}

describe("a new group", () => {
  test("of the directory is told of once", () => {
    expect(told(byDirectory)).toEqual(["group.created key Design"]);
    expect(planGroup(byDirectory)).toMatchObject({ reverted: false, attributes: { displayName: "Design" } });
    expect(planGroup(byDirectory)).not.toHaveProperty("clearing");
  });
  test("made by hand is told of by who made it, whoever wrote it last", () => {
    expect(told({ ...byHand, writtenBy: other })).toEqual(["group.created admin Design"]);
    expect(planGroup({ ...byHand, writtenBy: other }).events[0]?.actor).toEqual(admin);
  });
  test("that was renamed before anybody was told is told of by its present name alone", () => {
    const renamed = { ...byHand, attributes: { displayName: "Art" } };
    expect(told(renamed)).toEqual(["group.created admin Art"]);
  });
  test("that was removed before anybody was told is told of to nobody, and cleared", () => {
    const plan = planGroup({ ...byDirectory, keys: {}, removedAt: now });
    expect(plan).toEqual({ events: [], reverted: false, clearing: "removed" });
  });
});

describe("a group that has been told of", () => {
  test("and is removed is told of as removed by who removed it, and cleared", () => {
    const plan = planGroup({ ...byDirectory, ...inForce, keys: {}, removedAt: now, writtenBy: admin });
    expect(plan).toEqual({
      events: [{ kind: "group.removed", actor: admin }],
      reverted: false,
      clearing: "removed",
    });
  });
  test("and renamed by the directory, with its externalId, is one change", () => {
    const attributes = { displayName: "Art", externalId: "x1" };
    const group = { ...byDirectory, ...inForce, attributes, directoryName: "Art" };
    expect(told(group)).toEqual(["group.updated key displayName externalId"]);
  });
  test("and changed by two is told by what each of them changed", () => {
    const attributes = { displayName: "Art", externalId: "x1" };
    const authors = { displayName: admin, externalId: other };
    const { events } = planGroup({ ...byHand, ...inForce, attributes, pending: { ...pending, authors } });
    expect(events).toEqual([
      { kind: "group.updated", actor: admin, detail: ["displayName"] },
      { kind: "group.updated", actor: other, detail: ["externalId"] },
    ]);
  });
  test("whose externalId is taken away is changed", () => {
    const group = { ...byHand, inForce: { displayName: "Design", externalId: "x1" } };
    expect(told(group)).toEqual(["group.updated admin externalId"]);
  });
  test("that is as it was told is not told again (B25)", () => {
    expect(told({ ...byDirectory, ...inForce })).toEqual([]);
    expect(told({ ...byHand, ...inForce })).toEqual([]);
  });
  test("that changes back before it is applied is not told of", () => {
    const authors = { displayName: admin };
    expect(told({ ...byHand, ...inForce, pending: { ...pending, authors } })).toEqual([]);
  });
});

describe("a name that is not the directory's (B36)", () => {
  const renamed: Group = { ...byDirectory, ...inForce, attributes: { displayName: "Art" }, writtenBy: admin };

  test("goes back, told by the system with both names, and as no other change", () => {
    const plan = planGroup(renamed);
    expect(plan).toMatchObject({ reverted: true, attributes: { displayName: "Design" } });
    expect(plan.events).toEqual([
      { kind: "group.reverted", actor: { kind: "system" }, detail: ["Art", "Design"] },
    ]);
  });
  test("goes back, and what else was changed stays", () => {
    const group = { ...renamed, attributes: { displayName: "Art", externalId: "x1" } };
    expect(planGroup(group).attributes).toEqual({ displayName: "Design", externalId: "x1" });
    expect(told(group)).toEqual(["group.reverted system Art Design", "group.updated admin externalId"]);
  });
  test("goes back where only its case is another", () => {
    expect(told({ ...renamed, attributes: { displayName: "design" } })).toEqual([
      "group.reverted system design Design",
    ]);
  });
  test("stays in a group that no directory owns", () => {
    const plan = planGroup({ ...byHand, ...inForce, attributes: { displayName: "Art" } });
    expect(plan).toMatchObject({ reverted: false, attributes: { displayName: "Art" } });
  });
  test("does not bring back a group that is removed", () => {
    expect(told({ ...renamed, removedAt: now })).toEqual(["group.removed admin"]);
  });
});

describe("a group made by hand that the directory writes (B33)", () => {
  const linked: Group = {
    ...byHand,
    ...inForce,
    directoryKey: "k1",
    directoryName: "Design",
    writtenBy: key,
  };

  test("is linked, by the directory, and its hand-made memberships are looked at", () => {
    expect(planGroup(linked)).toMatchObject({ clearing: "linked", reverted: false });
    expect(told(linked)).toEqual(["group.linked key"]);
  });
  test("before anybody was told of it is created by hand, then linked", () => {
    const { inForce: _, ...fresh } = linked;
    expect(told(fresh)).toEqual(["group.created admin Design", "group.linked key"]);
  });
  test("is linked once", () => {
    expect(planGroup({ ...linked, linkedAt: now })).toMatchObject({ events: [] });
    expect(planGroup({ ...linked, linkedAt: now })).not.toHaveProperty("clearing");
  });
  test("is not linked where the directory made it", () => {
    expect(planGroup({ ...byDirectory, ...inForce })).not.toHaveProperty("clearing");
  });
});

test("planning twice plans nothing the second time, in whatever state", () => {
  for (const base of [byDirectory, byHand]) {
    for (const attributes of [{ displayName: "Design" }, { displayName: "Art", externalId: "x" }]) {
      for (const more of [{}, inForce, { inForce: { displayName: "Old" } }]) {
        for (const link of [{}, { directoryKey: "k1", directoryName: "Design" }, { removedAt: now }]) {
          const once = applied({ ...base, ...more, ...link, attributes, keys: groupKeys(attributes) });
          const { events, reverted } = planGroup(once);
          expect([events, reverted]).toEqual([[], false]);
        }
      }
    }
  }
});
