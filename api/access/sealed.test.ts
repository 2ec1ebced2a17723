import { expect, test } from "vitest";
import { seal, unseal } from "./sealed.ts";

const key = "a".repeat(32);
const place = ["provider", "acme"];

test("what is sealed is opened again, and is never the same twice", () => {
  for (const text of ["", "secret", "Ö\u{1f512}".repeat(100)]) {
    const one = seal(key, place, text);
    expect(one).not.toContain("secret");
    expect(unseal(key, place, one)).toBe(text);
    expect(seal(key, place, text)).not.toBe(one);
  }
});

test("under another key, for another organization, cut or changed, it stays closed", () => {
  const sealed = seal(key, place, "secret");
  expect(() => unseal("b".repeat(32), place, sealed)).toThrow();
  expect(() => unseal(key, ["provider", "other"], sealed)).toThrow();
  expect(() => unseal(key, ["provideracme"], sealed)).toThrow();
  const bytes = Buffer.from(sealed.slice(3), "base64url");
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unseal(key, place, `v1.${changed.toString("base64url")}`)).toThrow();
    expect(() => unseal(key, place, `v1.${bytes.subarray(0, at).toString("base64url")}`)).toThrow();
  }
  for (const wrong of ["", "v1", "v1.", "v2.x", sealed.replace("v1", "v2")])
    expect(() => unseal(key, place, wrong)).toThrow();
});
