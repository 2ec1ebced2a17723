import { describe, expect, test } from "vitest";
import type { Actor } from "./documents.ts";
import { freshGroup, groupKeys } from "./groups.ts";

const at = new Date("2026-02-01T00:00:00Z");
const key: Actor = { kind: "key", id: "k1" };
const admin: Actor = { kind: "admin", id: "root" };

describe("what a group is found by", () => {
  const table: [string, Parameters<typeof groupKeys>, ReturnType<typeof groupKeys>][] = [
    ["its name in whatever case", [{ displayName: "DeSIGN" }], { names: ["design"] }],
    ["its name as composed characters", [{ displayName: "E\u0301quipe" }], { names: ["\u00e9quipe"] }],
    ["the directory's name once, where it is the same", [{ displayName: "Art" }, "ART"], { names: ["art"] }],
    ["its own name and the directory's", [{ displayName: "Art" }, "Design"], { names: ["art", "design"] }],
    [
      "its externalId as it is, since case counts there",
      [{ displayName: "Art", externalId: "X-1a" }],
      { names: ["art"], externalId: "X-1a" },
    ],
  ];
  test.each(table)("%s", (_, args, wanted) => expect(groupKeys(...args)).toEqual(wanted));
});

describe("a fresh group", () => {
  const born = { _id: "g1", organization: "acme", attributes: { displayName: "Design" }, at };

  test("of a directory is linked from the first moment, and pending", () => {
    const group = freshGroup({ ...born, origin: "directory", by: key });
    expect(group).toMatchObject({
      version: 1,
      createdBy: key,
      writtenBy: key,
      directoryKey: "k1",
      directoryName: "Design",
      pending: { since: at, dueAt: at, attempts: 0 },
    });
    expect(group).not.toHaveProperty("inForce");
  });

  test("made by hand is nobody's but the organization's", () => {
    const group = freshGroup({ ...born, origin: "hand", by: admin });
    expect(group).not.toHaveProperty("directoryKey");
    expect(group).not.toHaveProperty("directoryName");
    expect(group.keys).toEqual({ names: ["design"] });
  });
});
