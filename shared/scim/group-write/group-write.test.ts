import { describe, expect, test } from "vitest";
import { ScimError } from "../error.ts";
import { groupType } from "../schema/group.ts";
import { decodeGroup, decodeGroupPatch, type WantedMembers } from "./group-write.ts";

const group = "urn:ietf:params:scim:schemas:core:2.0:Group";
const patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const whole = (more: Record<string, unknown>) =>
  decodeGroup(groupType, { schemas: [group], displayName: "G", ...more }, 10);
const patch = (...operations: readonly unknown[]) =>
  decodeGroupPatch(groupType, { schemas: [patchOp], Operations: operations }, 10);
const plain = (wanted: WantedMembers | undefined) =>
  wanted && { others: wanted.others, changes: Object.fromEntries(wanted.changes) };

/** What is refused, and why. */
function fault(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ScimError) return `${error.fault}: ${error.message}`;
    throw error;
  }
  return "nothing was refused";
}

const a = { others: "stay", changes: { a: true } };
const out = { others: "stay", changes: { a: false } };
const onlyA = { others: "leave", changes: { a: true } };
const nobody = { others: "leave", changes: {} };

describe("a whole group", () => {
  const table: [string, Record<string, unknown>, unknown][] = [
    ["without members says nothing of them", {}, undefined],
    ["with a list", { members: [{ value: "a" }] }, onlyA],
    ["with bare ids", { members: ["a"] }, onlyA],
    ["with one object instead of a list", { members: { value: "a" } }, onlyA],
    [
      "with what the server shows of a member",
      { members: [{ value: "a", $ref: null, display: "A" }] },
      onlyA,
    ],
    ["with names in any case", { MEMBERS: [{ Value: "a" }] }, onlyA],
    ["with the URN before the name", { [`${group}:members`]: [{ value: "a" }] }, onlyA],
    ["with somebody twice", { members: [{ value: "a" }, { value: "a" }] }, onlyA],
    ["with an empty list", { members: [] }, nobody],
    ["with null, which is unassigned (RFC 7643 2.5)", { members: null }, nobody],
  ];
  for (const [what, more, members] of table) {
    test(what, () => {
      const decoded = whole(more);
      expect(decoded.attributes).toEqual({ displayName: "G" });
      expect(plain(decoded.members)).toEqual(members);
    });
  }

  test("has a name", () => {
    expect(fault(() => whole({ displayName: undefined, members: [] }))).toMatch(
      /^invalidValue: .*displayName/,
    );
  });
});

describe("an operation of a PATCH on members", () => {
  const value = [{ value: "a" }];
  const table: [string, Record<string, unknown>, unknown][] = [
    ["adds a list", { op: "add", path: "members", value }, a],
    ["adds as Entra does", { op: "Add", path: "members", value: [{ $ref: null, value: "a" }] }, a],
    ["adds an object", { op: "add", path: "members", value: { value: "a" } }, a],
    ["adds a bare id", { op: "add", path: "members", value: "a" }, a],
    ["adds bare ids", { op: "add", path: "members", value: ["a"] }, a],
    ["adds without a path", { op: "add", value: { members: value } }, a],
    ["adds by the URN", { op: "add", path: `${group}:members`, value }, a],
    ["adds without a path, by the URN", { op: "add", value: { [`${group}:members`]: value } }, a],
    ["adds nobody", { op: "add", path: "members", value: [] }, undefined],
    ["replaces all", { op: "replace", path: "MEMBERS", value }, onlyA],
    ["replaces all without a path", { op: "Replace", value: { Members: value } }, onlyA],
    ["replaces all by nobody", { op: "replace", path: "members", value: [] }, nobody],
    ["removes those of a list, as Entra does", { op: "Remove", path: "members", value }, out],
    ["removes a bare id", { op: "remove", path: "members", value: "a" }, out],
    ["removes those of an empty list: nobody", { op: "Remove", path: "members", value: [] }, undefined],
    ["removes by a filter", { op: "remove", path: 'members[value eq "a"]' }, out],
    ["removes by a filter, with the URN", { op: "remove", path: `${group}:members[value eq "a"]` }, out],
    ["removes all", { op: "remove", path: "members" }, nobody],
    ["removes all who are users", { op: "remove", path: 'members[type eq "User"]' }, nobody],
    ["removes groups, of whom there are none", { op: "remove", path: 'members[type eq "Group"]' }, undefined],
  ];
  for (const [what, operation, members] of table)
    test(what, () => expect(plain(patch(operation).members)).toEqual(members));

  test("without a path, a key that is a path is one for members too (3.5.2, 3.10)", () => {
    for (const key of ["members.value", 'members[value eq "a"]', `${group}:members.display`])
      for (const op of ["add", "replace"])
        expect(
          fault(() => patch({ op, value: { displayName: "G", [key]: "b" } })),
          `${op} ${key}`,
        ).toMatch(/^mutability: Operation 1: members/);
    expect(fault(() => patch({ op: "add", value: { 'members[value eq "a"': "b" } }))).toMatch(
      /^invalidPath: /,
    );
  });

  test("without a path, keys that name nothing are left out", () => {
    const value = { displayName: "New", eyeColor: "blue", constructor: {}, "displayName.x": 1, "": 1 };
    expect(patch({ op: "add", value }).operations).toEqual([{ op: "add", value: { displayName: "New" } }]);
    expect(patch({ op: "add", value: JSON.parse('{"__proto__":{"displayName":"x"}}') }).operations).toEqual([
      { op: "add", value: {} },
    ]);
  });

  test("without a path, what is said of members twice is said in turn", () => {
    const value = { members: ["a"], [`${group}:members`]: ["b"] };
    expect(plain(patch({ op: "add", value }).members)).toEqual({
      others: "stay",
      changes: { a: true, b: true },
    });
    expect(plain(patch({ op: "replace", value }).members)).toEqual({ others: "leave", changes: { b: true } });
  });

  test("leaves the other attributes to the operations, which keep their numbers", () => {
    const { operations, members } = patch(
      { op: "add", path: "members", value },
      { op: "replace", value: { displayName: "New", members: [{ value: "b" }] } },
      { op: "replace", path: "externalId", value: "x" },
    );
    expect(plain(members)).toEqual({ others: "leave", changes: { b: true } });
    expect(operations).toHaveLength(3);
    expect(operations[1]).toEqual({ op: "replace", value: { displayName: "New" } });
    expect(operations[2]).toEqual({ op: "replace", path: "externalId", value: "x" });
    expect(JSON.stringify(operations)).not.toContain("members");
  });
});

describe("what is no member is refused by its shape, and never by its content", () => {
  const shapes: [string, unknown][] = [
    ["a number", 7],
    ["true", true],
    ["null in the list", [null]],
    ["an empty id", [""]],
    ["an object without a value", [{ display: "Ada" }]],
    ["an empty object", [{}]],
    ["a value that is null", [{ value: null }]],
    ["a value that is empty", [{ value: "" }]],
    ["a value that is a number", [{ value: 7 }]],
    ["a value that is a list", [{ value: ["a"] }]],
    ["a value that is an object", [{ value: { $ne: "secret" } }]],
    ["a list in the list", [["a"]]],
    ["half a character", [{ value: "secret\ud800" }]],
    ["an id that is too long", [{ value: "s".repeat(201) }]],
    ["one wrong among the right", [{ value: "a" }, { value: 7 }]],
  ];
  for (const [what, value] of shapes) {
    test(what, () => {
      const faults = [
        fault(() => whole({ members: value })),
        ...["add", "replace", "remove"].map((op) => fault(() => patch({ op, path: "members", value }))),
        ...["add", "replace"].map((op) => fault(() => patch({ op, value: { members: value } }))),
      ];
      for (const told of faults) {
        expect(told).toMatch(/^invalidValue: .*members/);
        expect(told).not.toMatch(/secret|sss/);
      }
    });
  }

  test("a member's part cannot be changed (RFC 7643 4.2)", () => {
    for (const path of [
      "members.value",
      "members.display",
      'members[value eq "a"].value',
      'members[value eq "a"]',
    ])
      for (const op of ["add", "replace"])
        expect(
          fault(() => patch({ op, path, value: "b" })),
          `${op} ${path}`,
        ).toMatch(/^mutability: /);
  });

  test("an operation without a value has nothing to add", () => {
    for (const op of ["add", "replace"])
      expect(
        fault(() => patch({ op, path: "members" })),
        op,
      ).toMatch(/^invalidValue: .*members/);
  });

  test("the operation that is wrong is named by its number", () => {
    const right = { op: "add", path: "members", value: "a" };
    expect(fault(() => patch(right, right, { op: "add", path: "members", value: 7 }))).toContain(
      "Operation 3",
    );
    expect(fault(() => patch(right, { op: "remove", path: "members[value pr]" }))).toMatch(
      /^invalidFilter: Operation 2/,
    );
  });
});

describe("too many members", () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => ({ value: `m${index}` }));

  test("are refused with the number that was sent, the limit and the way out", () => {
    for (const told of [
      fault(() => whole({ members: many(11) })),
      fault(() => patch({ op: "add", path: "members", value: many(11) })),
      fault(() => patch({ op: "remove", path: "members", value: many(11) })),
    ])
      expect(told).toMatch(/^payloadTooLarge: .*11.*10.*PATCH/);
  });

  test("as many as are allowed are taken", () => {
    expect(whole({ members: many(10) }).members?.changes.size).toBe(10);
    expect(patch({ op: "add", path: "members", value: many(10) }).members?.changes.size).toBe(10);
  });

  test("are counted over all operations of a PATCH, each once", () => {
    const one = { op: "add", path: "members", value: many(6) };
    const others = { op: "add", path: "members", value: many(12).slice(6) };
    expect(patch(one, one).members?.changes.size).toBe(6);
    expect(fault(() => patch(one, others))).toMatch(/^payloadTooLarge: Operation 2/);
  });
});
