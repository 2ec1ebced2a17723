import { expect, test } from "vitest";
import { passphraseTrouble } from "./passphrase-rule.ts";

test.for<[string, string, string | null]>([
  ["twelve chars", "twelve chars", null],
  ["eleven char", "eleven char", "At least 12 characters, please: 1 more."],
  ["", "", "At least 12 characters, please: 12 more."],
  ["twelve chars", "twelve charz", "The two are not the same."],
  // A person counts what they see: six of these are six, though they are twelve units.
  ["👋👋👋👋👋👋", "👋👋👋👋👋👋", "At least 12 characters, please: 6 more."],
  ["x".repeat(1_001), "x".repeat(1_001), "At most 1000 characters, please."],
])("%s and %s", ([passphrase, again, expected]) => {
  expect(passphraseTrouble(passphrase, again)).toBe(expected);
});
