import { expect, test } from "vitest";
import { encodeBase64url } from "./base64url.ts";
import { fingerprint } from "./fingerprint.ts";

test("the words of a key are what SHA-256 and the list of BIP-39 make of it", async () => {
  // SHA-256 of 32 bytes of zeros begins 66687aadf862bd776c; by eleven bits: 819, 542, 1371, 1926, 350, 1501.
  const words = await fingerprint("A".repeat(43));
  expect(words).toEqual(["grid", "duck", "problem", "valid", "cloth", "roof"]);
});

test("keys that differ in a bit have other words", async () => {
  const seen = new Set<string>();
  for (let bit = 0; bit < 256; bit++) {
    const key = new Uint8Array(32);
    key[bit >> 3] = 1 << (bit & 7);
    seen.add((await fingerprint(encodeBase64url(key))).join(" "));
  }
  expect(seen.size).toBe(256);
});

test.for(["", "AAAA", "A".repeat(44), "!".repeat(43)])("%s has no words", async (text) => {
  await expect(fingerprint(text)).rejects.toMatchObject({ trouble: "damaged" });
});
