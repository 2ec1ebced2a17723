/**
 * HPKE once more, written from RFC 9180 for this test alone and held to the RFC's own example: it opens what the
 * product seals, so that a sealed key can be opened by any implementation of the RFC.
 */
import { createDecipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman } from "node:crypto";
import { expect, test } from "vitest";
import { bind, type Holder } from "./binding.ts";
import { makeOrganizationKey, sealOrganizationKey } from "./organization-key.ts";
import { makeKeyPair } from "./private-key.ts";

const aeads = {
  "aes-128-gcm": { id: 1, keyBytes: 16 },
  "aes-256-gcm": { id: 2, keyBytes: 32 },
} as const;

const nonceBytes = 12;
const tagBytes = 16;
const nothing = Buffer.alloc(0);
const kem = 0x0020;
const kdf = 0x0001;

type Sealed = {
  readonly aead: keyof typeof aeads;
  readonly privateKey: Buffer;
  readonly enc: Buffer;
  readonly info: Buffer;
  readonly aad: Buffer;
  readonly ciphertext: Buffer;
};

/** The first message of base mode (sections 4.1, 5.1 and 5.2), for DHKEM(X25519, HKDF-SHA256) and HKDF-SHA256. */
function open({ aead, privateKey, enc, info, aad, ciphertext }: Sealed): Buffer {
  const own = privateKeyOf(privateKey);
  const publicBytes = createPublicKey(own).export({ type: "spki", format: "der" }).subarray(-32);
  const dh = diffieHellman({ privateKey: own, publicKey: publicKeyOf(enc) });
  const ofKem = labeled(Buffer.concat([Buffer.from("KEM"), twoBytes(kem)]));
  const prk = ofKem.extract(nothing, "eae_prk", dh);
  const shared = ofKem.expand(prk, "shared_secret", Buffer.concat([enc, publicBytes]), 32);

  const { id, keyBytes } = aeads[aead];
  const ofSuite = labeled(Buffer.concat([Buffer.from("HPKE"), twoBytes(kem), twoBytes(kdf), twoBytes(id)]));
  const context = Buffer.concat([
    Buffer.from([0]),
    ofSuite.extract(nothing, "psk_id_hash", nothing),
    ofSuite.extract(nothing, "info_hash", info),
  ]);
  const secret = ofSuite.extract(shared, "secret", nothing);
  const key = ofSuite.expand(secret, "key", context, keyBytes);
  const nonce = ofSuite.expand(secret, "base_nonce", context, nonceBytes);

  const decipher = createDecipheriv(aead, key, nonce).setAAD(aad).setAuthTag(ciphertext.subarray(-tagBytes));
  return Buffer.concat([decipher.update(ciphertext.subarray(0, -tagBytes)), decipher.final()]);
}

/** LabeledExtract and LabeledExpand of a suite (section 4), for no more than one block of SHA-256. */
function labeled(suite: Buffer) {
  const version = Buffer.from("HPKE-v1");
  return {
    extract: (salt: Buffer, label: string, input: Buffer) =>
      hmac(salt, Buffer.concat([version, suite, Buffer.from(label), input])),
    expand: (prk: Buffer, label: string, info: Buffer, bytes: number) =>
      hmac(
        prk,
        Buffer.concat([twoBytes(bytes), version, suite, Buffer.from(label), info, Buffer.from([1])]),
      ).subarray(0, bytes),
  };
}

function hmac(key: Buffer, text: Buffer): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function twoBytes(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function privateKeyOf(raw: Buffer) {
  const der = Buffer.concat([Buffer.from("302e020100300506032b656e04220420", "hex"), raw]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

function publicKeyOf(raw: Buffer) {
  const der = Buffer.concat([Buffer.from("302a300506032b656e032100", "hex"), raw]);
  return createPublicKey({ key: der, format: "der", type: "spki" });
}

test("the example of the RFC opens (appendix A.1.1)", () => {
  const hex = (text: string) => Buffer.from(text, "hex");
  const opened = open({
    aead: "aes-128-gcm",
    privateKey: hex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"),
    enc: hex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"),
    info: hex("4f6465206f6e2061204772656369616e2055726e"),
    aad: hex("436f756e742d30"),
    ciphertext: hex(
      "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a",
    ),
  });
  expect(opened.toString("hex")).toBe("4265617574792069732074727574682c20747275746820626561757479");
});

test("what is sealed for a member opens by the RFC alone", async () => {
  const holder: Holder = { organization: "acme", member: "m1" };
  const { privateKey, publicKey } = await makeKeyPair();
  const organizationKey = makeOrganizationKey();
  const { enc, ciphertext } = await sealOrganizationKey(organizationKey, publicKey, holder);
  const opened = open({
    aead: "aes-256-gcm",
    privateKey: Buffer.from(privateKey),
    enc: Buffer.from(enc, "base64url"),
    info: Buffer.from(bind("organization key", holder.organization, holder.member)),
    aad: nothing,
    ciphertext: Buffer.from(ciphertext, "base64url"),
  });
  expect(new Uint8Array(opened)).toEqual(organizationKey);
});
