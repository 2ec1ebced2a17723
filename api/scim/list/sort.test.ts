import { describe, expect, test } from "vitest";
import { leafOf } from "../../../shared/scim/filter/filter.ts";
import { type AttributePath, findAttribute } from "../../../shared/scim/path.ts";
import { userType } from "../../../shared/scim/schema/user.ts";
import { compareKeys, type Key, keyOf } from "./sort.ts";

function pathTo(name: string): AttributePath {
  const path = findAttribute(userType, name);
  if (!path) throw new Error(`there is no attribute ${name}`);
  return path;
}

describe("what a resource is sorted by (RFC 7644 §3.4.2.3)", () => {
  const table: [name: string, resource: Record<string, unknown>, key: Key][] = [
    ["title", { title: "Countess" }, "countess"],
    ["externalId", { externalId: "Ada" }, "Ada"],
    ["active", { active: false }, false],
    ["title", {}, null],
    ["meta.created", { meta: { created: "2026-01-01T00:00:00.000Z" } }, Date.UTC(2026, 0, 1)],
    ["meta.created", { meta: {} }, null],
    ["meta.created", {}, null],
    ["name.familyName", { name: { familyName: "Byron" } }, "byron"],
    ["name.familyName", { name: {} }, null],
    ["emails.value", { emails: [{ value: "A@x" }, { value: "B@x", primary: true }] }, "b@x"],
    ["emails.value", { emails: [{ value: "A@x" }, { value: "B@x", primary: false }] }, "a@x"],
    ["emails.value", { emails: [] }, null],
    ["emails.value", { emails: [{ value: "a@x" }, { type: "work", primary: true }] }, null],
    ["schemas", { schemas: ["urn:B", "urn:A"] }, "urn:B"],
    ["title", { title: "X".repeat(1_100) }, "x".repeat(1_000)],
  ];
  for (const [name, resource, key] of table) {
    test(`${name} of ${JSON.stringify(resource).slice(0, 70)}`, () => {
      expect(keyOf(pathTo(name), resource)).toBe(key);
    });
  }

  test("of a type without the attribute there is no value", () =>
    expect(keyOf(undefined, { title: "x" })).toBe(null));
});

test("a time that is not there is no value, wherever the attribute is", () => {
  const since = { ...leafOf(pathTo("meta.created")), name: "since" };
  expect(keyOf([since], {})).toBe(null);
  expect(keyOf([since], { since: null })).toBe(null);
});

test("keys are in order: texts by code point, numbers by size, false before true, none at all last", () => {
  const order: Key[][] = [
    ["", "A", "a", "a2", "b", "\ue000", "～", "😀", null],
    [-10, -1.5, 0, 2, 10, null],
    [false, true, null],
  ];
  for (const keys of order) {
    for (const [index, left] of keys.entries()) {
      for (const [other, right] of keys.entries())
        expect(Math.sign(compareKeys(left, right)), `${left} and ${right}`).toBe(Math.sign(index - other));
    }
  }
});
