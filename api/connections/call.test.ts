import { expect, test } from "vitest";
import { isWrite, outcomeOf, slotOf } from "./call.ts";

const call = { at: new Date(0), method: "GET", path: "/scim/v2/acme/Users", status: 200, hungUp: false };

test.each([
  [200, "fine"],
  [201, "fine"],
  [204, "fine"],
  [304, "fine"],
  [400, "refused"],
  [401, "refused"],
  [403, "refused"],
  [405, "refused"],
  [413, "refused"],
  [415, "refused"],
  // RFC 7644 §3.12: nobody of that id, a name that is taken, a version that has moved on.
  [404, "neutral"],
  [409, "neutral"],
  [412, "neutral"],
  [429, "cutShort"],
  [500, "error"],
  [503, "error"],
  [501, "refused"],
] as const)("an answer %i is %s", (status, outcome) => {
  expect(outcomeOf({ ...call, status })).toBe(outcome);
});

test("a client that hung up was not served, whatever the answer would have been", () => {
  for (const status of [200, 400, 404, 500])
    expect(outcomeOf({ ...call, status, hungUp: true })).toBe("cutShort");
});

test.each([
  ["GET", "/Users", false],
  ["HEAD", "/Users", false],
  ["POST", "/Users/.search", false],
  ["POST", "/.search", false],
  ["POST", "/Users", true],
  ["PUT", "/Users/1", true],
  ["PATCH", "/Groups/1", true],
  ["DELETE", "/Users/1", true],
  ["POST", "/Bulk", true],
])("%s %s is a write: %s", (method, path, write) => {
  const one = { ...call, method, path: `/scim/v2/acme${path}` };
  expect(isWrite(one)).toBe(write);
  expect(slotOf(one)).toBe(write ? "write" : "read");
  expect(slotOf({ ...one, status: 401 })).toBe("access");
});
