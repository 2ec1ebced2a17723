import { describe, expect, test } from "vitest";
import { ScimError } from "../../../shared/scim/error.ts";
import { openCursor, type Position, sealCursor } from "./cursor.ts";

const scope = { keyHash: "a".repeat(64), list: '["acme",["User"],null,null]' };
const at: Position = [0, "ada@acme.example", "0199-id"];
const held = { at, total: 10 };

function expectRefused(open: () => unknown): void {
  let thrown: unknown;
  try {
    open();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ScimError);
  expect(thrown).toMatchObject({ fault: "invalidCursor", message: expect.stringMatching(/cursor must be/) });
}

const positions: Position[] = [
  at,
  [1, null, "id"],
  [0, -1.5, "id"],
  [0, false, "id"],
  [0, "é😀\ud83d", "id"],
  [0, "x".repeat(200), "id"],
];
for (const position of positions) {
  test(`what was sealed is opened again: ${JSON.stringify(position).slice(0, 40)}`, () => {
    const whole = { at: position, total: 7 };
    expect(openCursor(scope, sealCursor(scope, whole))).toEqual(whole);
  });
}

test("it has unreserved characters only (RFC 3986 §2.3), and tells nothing", () => {
  for (let round = 0; round < 50; round += 1) {
    const cursor = sealCursor(scope, held);
    expect(cursor).toMatch(/^[A-Za-z0-9._~-]+$/);
    expect(Buffer.from(cursor, "base64url").toString("latin1")).not.toContain("ada");
  }
});

describe("what was not sealed for this list and key is refused", () => {
  test("another key's, another list's", () => {
    const cursor = sealCursor(scope, held);
    expectRefused(() => openCursor({ ...scope, keyHash: "b".repeat(64) }, cursor));
    expectRefused(() => openCursor({ ...scope, list: '["other",["User"],null,null]' }, cursor));
  });

  test("one with a character changed, left out or added, wherever that is", () => {
    const cursor = sealCursor(scope, held);
    for (let index = 0; index < cursor.length; index += 1) {
      const [before, after] = [cursor.slice(0, index), cursor.slice(index + 1)];
      expectRefused(() => openCursor(scope, before + (cursor[index] === "A" ? "B" : "A") + after));
      expectRefused(() => openCursor(scope, before + after));
      for (const added of ["A", ".", "=", " ", "%", "é"])
        expectRefused(() => openCursor(scope, before + added + cursor.slice(index)));
    }
    for (const added of ["A", "=", "==", "\n", cursor])
      expectRefused(() => openCursor(scope, cursor + added));
  });

  for (const made of [
    "",
    "x",
    "1",
    "VZUTiyhEQJ94IR",
    "A".repeat(38),
    "A".repeat(10_000),
    "null",
    "%00",
    "🦀",
  ])
    test(JSON.stringify(made.slice(0, 40)), () => expectRefused(() => openCursor(scope, made)));
});
