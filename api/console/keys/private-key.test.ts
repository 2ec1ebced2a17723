import { expect, test } from "vitest";
import { encodeBase64url } from "./base64url.ts";
import type { Holder } from "./binding.ts";
import { KeyError, type KeyTrouble } from "./key-error.ts";
import { makeKeyPair, unwrapPrivateKey, wrapPrivateKey } from "./private-key.ts";

const holder: Holder = { organization: "acme", member: "m1" };
const passphrase = "correct horse battery";
const pair = await makeKeyPair();
const wrapped = await wrapPrivateKey(pair, holder, passphrase);

async function trouble(opening: Promise<unknown>): Promise<KeyTrouble | undefined> {
  try {
    await opening;
  } catch (error) {
    if (error instanceof KeyError) return error.trouble;
    throw error;
  }
  return undefined;
}

/** The text with the bits of one character turned. */
function turned(text: string, at: number): string {
  const other = text[at] === "A" ? "B" : "A";
  return text.slice(0, at) + other + text.slice(at + 1);
}

test("a wrapped private key opens with its passphrase, to the same bytes", async () => {
  const opened = await unwrapPrivateKey(wrapped, pair.publicKey, holder, passphrase);
  expect(opened).toEqual(pair);
});

test("what is stored has the cost of RFC 9106's second choice and fits the wire schema's lengths", () => {
  expect(wrapped.kdf).toMatchObject({ name: "argon2id", memoryKib: 65_536, passes: 3, lanes: 4 });
  expect(wrapped.kdf.salt).toHaveLength(22);
  expect(wrapped.nonce).toHaveLength(16);
  expect(wrapped.ciphertext).toHaveLength(64);
  expect(pair.publicKey).toHaveLength(43);
  expect(wrapped.ciphertext).not.toContain(encodeBase64url(pair.privateKey).slice(0, 20));
});

test("no two wrappings share a salt or a nonce", async () => {
  const again = await wrapPrivateKey(pair, holder, passphrase);
  expect(again.kdf.salt).not.toBe(wrapped.kdf.salt);
  expect(again.nonce).not.toBe(wrapped.nonce);
});

test("the same passphrase in another Unicode form opens the key", async () => {
  const composed = await wrapPrivateKey(pair, holder, "Gr\u00fc\u00dfe aus der Stadt");
  const opened = await unwrapPrivateKey(composed, pair.publicKey, holder, "Gru\u0308\u00dfe aus der Stadt");
  expect(opened.privateKey).toEqual(pair.privateKey);
});

const other = await makeKeyPair();
const wrong: [string, () => Promise<unknown>, KeyTrouble][] = [
  ["a wrong passphrase", () => open({}, { passphrase: "correct horse batterz" }), "passphrase"],
  ["an empty passphrase", () => open({}, { passphrase: "" }), "passphrase"],
  ["another member", () => open({}, { holder: { ...holder, member: "m2" } }), "passphrase"],
  ["another organization", () => open({}, { holder: { ...holder, organization: "globex" } }), "passphrase"],
  ["ids that run together", () => open({}, { holder: { organization: "acmem", member: "1" } }), "passphrase"],
  ["a swapped public key", () => open({}, { publicKey: other.publicKey }), "passphrase"],
  ["a changed ciphertext", () => open({ ciphertext: turned(wrapped.ciphertext, 10) }), "passphrase"],
  ["a changed tag", () => open({ ciphertext: turned(wrapped.ciphertext, 50) }), "passphrase"],
  ["a changed nonce", () => open({ nonce: turned(wrapped.nonce, 3) }), "passphrase"],
  ["a truncated ciphertext", () => open({ ciphertext: wrapped.ciphertext.slice(0, 60) }), "damaged"],
  ["a longer ciphertext", () => open({ ciphertext: `${wrapped.ciphertext}AAAA` }), "damaged"],
  ["a truncated nonce", () => open({ nonce: wrapped.nonce.slice(0, 12) }), "damaged"],
  ["no base64url", () => open({ ciphertext: `${wrapped.ciphertext.slice(0, 63)}=` }), "damaged"],
  ["memory beyond the bound", () => open({ kdf: { ...wrapped.kdf, memoryKib: 4_194_304 } }), "damaged"],
  ["memory below the bound", () => open({ kdf: { ...wrapped.kdf, memoryKib: 8 } }), "damaged"],
  ["passes beyond the bound", () => open({ kdf: { ...wrapped.kdf, passes: 1_000_000 } }), "damaged"],
  ["half a pass", () => open({ kdf: { ...wrapped.kdf, passes: 1.5 } }), "damaged"],
  ["lanes beyond the bound", () => open({ kdf: { ...wrapped.kdf, lanes: 1_000 } }), "damaged"],
  ["a short salt", () => open({ kdf: { ...wrapped.kdf, salt: "AAAA" } }), "damaged"],
  ["an unknown version", () => open({ version: 2 as unknown as 1 }), "damaged"],
];

function open(
  change: Partial<typeof wrapped>,
  as: Partial<{ passphrase: string; holder: Holder; publicKey: string }> = {},
): Promise<unknown> {
  const by = { passphrase, holder, publicKey: pair.publicKey, ...as };
  return unwrapPrivateKey({ ...wrapped, ...change }, by.publicKey, by.holder, by.passphrase);
}

test.for(wrong)("with %s it does not open, and says so", async ([, opening, expected]) => {
  expect(await trouble(opening())).toBe(expected);
});
