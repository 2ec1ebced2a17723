import { expect, test } from "vitest";
import { fold } from "./fold.ts";

const same: [string, string][] = [
  ["Ada@Acme.Example", "aDA@aCME.eXAMPLE"],
  ["É", "é"],
  ["\u00e9", "e\u0301"],
  ["ÄÖÜ", "a\u0308o\u0308u\u0308"],
  ["ΟΔΟΣ", "οδος"],
  ["ΟΔΟΣ", "οδοσ"],
];
for (const [left, right] of same) {
  test(`${left} and ${right} are the same text`, () => expect(fold(left)).toBe(fold(right)));
}

const different: [string, string][] = [
  ["ada", "ada "],
  ["a", "á"],
  ["o", "0"],
];
for (const [left, right] of different) {
  test(`"${left}" and "${right}" are different texts`, () => expect(fold(left)).not.toBe(fold(right)));
}

test("folding what is folded changes nothing", () => {
  for (const text of ["ΟΔΟΣ", "İstanbul", "ẞ", "e\u0301"]) expect(fold(fold(text))).toBe(fold(text));
});
