import fc from "fast-check";
import { expect, test } from "vitest";
import { inCodePoints } from "./code-points.ts";

test("texts are in the order of their bytes in UTF-8, which is that of their code points", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "é", "\ud7ff", "\ue000", "～", "😀", "𐀀"))
    .map((all) => all.join(""));
  fc.assert(
    fc.property(text, text, (left, right) => {
      expect(Math.sign(inCodePoints(left, right))).toBe(
        Buffer.compare(Buffer.from(left), Buffer.from(right)),
      );
    }),
  );
});
