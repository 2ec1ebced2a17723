import { expect, test } from "vitest";
import type { Holder } from "./binding.ts";
import { KeyError } from "./key-error.ts";
import { openMessage, sealMessage } from "./message.ts";
import { makeOrganizationKey, openOrganizationKey, sealOrganizationKey } from "./organization-key.ts";
import { makeKeyPair } from "./private-key.ts";

const holder: Holder = { organization: "acme", member: "m1" };
const pair = await makeKeyPair();
const key = makeOrganizationKey();
const sealed = await sealOrganizationKey(key, pair.publicKey, holder);

const flipped = (text: string, at: number) =>
  text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);

test("the organization's key comes out as it went in", async () => {
  expect(await openOrganizationKey(sealed, pair, holder)).toEqual(key);
  expect(sealed.enc).toHaveLength(43);
  expect(sealed.ciphertext).toHaveLength(64);
});

test("sealed twice, no text is the same", async () => {
  const again = await sealOrganizationKey(key, pair.publicKey, holder);
  expect(again.enc).not.toBe(sealed.enc);
  expect(again.ciphertext).not.toBe(sealed.ciphertext);
});

test("what was sealed by this suite before opens still: the format holds", async () => {
  const privateKey = new Uint8Array(32).fill(7);
  const stored = {
    version: 1,
    enc: "mHWorfOYWwMY_WvnN7NHSjvNp3M8YYtHieG7GIP-P1o",
    ciphertext: "_-MFjljtnJRt4cePQzgmiJzgYcSnWu2KtAVQ7R1v5bqlMGuVhz4CGwiwfS1MlnH4",
  } as const;
  const publicKey = "E75P6uryBMf9M1j8nAByGIHRdCeBKCJ-xnTzf3_pe20";
  const opened = await openOrganizationKey(stored, { publicKey, privateKey }, holder);
  expect(opened).toEqual(new Uint8Array(32).fill(9));
});

const stranger = await makeKeyPair();
test.for<[string, () => Promise<unknown>]>([
  ["another key pair", () => openOrganizationKey(sealed, stranger, holder)],
  ["another member", () => openOrganizationKey(sealed, pair, { ...holder, member: "m2" })],
  ["another organization", () => openOrganizationKey(sealed, pair, { ...holder, organization: "globex" })],
  ["a changed enc", () => openOrganizationKey({ ...sealed, enc: flipped(sealed.enc, 5) }, pair, holder)],
  [
    "a changed text",
    () => openOrganizationKey({ ...sealed, ciphertext: flipped(sealed.ciphertext, 5) }, pair, holder),
  ],
  ["an enc of zeros", () => openOrganizationKey({ ...sealed, enc: "A".repeat(43) }, pair, holder)],
])("with %s it does not open", async ([, opening]) => {
  await expect(opening()).rejects.toMatchObject({ name: "KeyError", trouble: "notForYou" });
});

test.for<[string, Partial<typeof sealed>]>([
  ["cut off", { ciphertext: sealed.ciphertext.slice(0, 60) }],
  ["too long", { ciphertext: `${sealed.ciphertext}AAAA` }],
  ["a short enc", { enc: sealed.enc.slice(0, 40) }],
  ["another alphabet", { enc: `${sealed.enc.slice(0, 42)}+` }],
  ["spare bits set", { enc: `${"A".repeat(42)}B` }],
])("a damaged text (%s) is told as damaged", async ([, change]) => {
  await expect(openOrganizationKey({ ...sealed, ...change }, pair, holder)).rejects.toMatchObject({
    trouble: "damaged",
  });
});

test.for(["", "AAAA", "A".repeat(43), "=".repeat(43), `AQ${"A".repeat(41)}`, "x".repeat(1_000)])(
  "nothing is sealed for %s, which is no public key or one that everybody can open",
  async (publicKey) => {
    await expect(sealOrganizationKey(key, publicKey, holder)).rejects.toMatchObject({ trouble: "publicKey" });
  },
);

test.for(["", "hello", "Grüße, 世界 👋", "x".repeat(50_000)])(
  "a message goes there and back",
  async (text) => {
    const message = await sealMessage(key, "acme", text);
    expect(message).toMatch(/^rcm1\.[A-Za-z0-9_-]+$/);
    expect(await openMessage(key, "acme", `  ${message}\n`)).toBe(text);
  },
);

const message = await sealMessage(key, "acme", "the vault is open");
test.for<[string, () => Promise<string>]>([
  ["another key", () => openMessage(makeOrganizationKey(), "acme", message)],
  ["another organization", () => openMessage(key, "globex", message)],
  ["its end cut off", () => openMessage(key, "acme", message.slice(0, -4))],
  ["a changed letter", () => openMessage(key, "acme", flipped(message, 30))],
  ["another version", () => openMessage(key, "acme", message.replace("rcm1.", "rcm2."))],
  ["nothing in it", () => openMessage(key, "acme", "rcm1.")],
  ["less than a tag", () => openMessage(key, "acme", "rcm1.AAAA")],
  ["no text at all", () => openMessage(key, "acme", "")],
  ["more than a page takes", () => openMessage(key, "acme", `rcm1.${"A".repeat(400_000)}`)],
])("with %s a message does not open", async ([, opening]) => {
  const error = await opening().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(KeyError);
  expect(error).toMatchObject({ trouble: "message" });
});
