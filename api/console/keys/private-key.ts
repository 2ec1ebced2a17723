/**
 * A member's key pair (X25519, RFC 7748), and its private key under the member's passphrase. The private key leaves this
 * browser only wrapped, and opens only for the member, the organization and the public key that it was wrapped for.
 */
import { DhkemX25519HkdfSha256 } from "@hpke/core";
import type { WrappedKey } from "../../organization/schema/handshake.ts";
import { type Bytes, decodeBase64url, encodeBase64url } from "./base64url.ts";
import { bind, type Holder } from "./binding.ts";
import { KeyError } from "./key-error.ts";
import { deriveKey, newKdf } from "./passphrase.ts";

const nonceBytes = 12;
export const privateKeyBytes = 32;

/** The public key in base64url, the private key in its 32 raw bytes. */
export type KeyPair = { readonly publicKey: string; readonly privateKey: Bytes };

/**
 * Makes a key pair.
 * @throws KeyError where this browser cannot
 */
export async function makeKeyPair(): Promise<KeyPair> {
  try {
    const kem = new DhkemX25519HkdfSha256();
    const pair = await kem.generateKeyPair();
    const publicKey = encodeBase64url(new Uint8Array(await kem.serializePublicKey(pair.publicKey)));
    return { publicKey, privateKey: new Uint8Array(await kem.serializePrivateKey(pair.privateKey)) };
  } catch (cause) {
    throw new KeyError("unsupported", cause);
  }
}

/** Wraps the private key under the passphrase, with a new salt and a new nonce each time. */
export async function wrapPrivateKey(
  { publicKey, privateKey }: KeyPair,
  holder: Holder,
  passphrase: string,
): Promise<WrappedKey> {
  const kdf = newKdf();
  const key = await deriveKey(passphrase, kdf);
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const ciphertext = await crypto.subtle.encrypt(cipher(nonce, holder, publicKey), key, privateKey);
  return {
    version: 1,
    kdf,
    nonce: encodeBase64url(nonce),
    ciphertext: encodeBase64url(new Uint8Array(ciphertext)),
  };
}

/**
 * @param publicKey the one that belongs to it
 * @throws KeyError
 */
export async function unwrapPrivateKey(
  wrapped: WrappedKey,
  publicKey: string,
  holder: Holder,
  passphrase: string,
): Promise<KeyPair> {
  if (wrapped.version !== 1) throw new KeyError("damaged");
  const nonce = decodeBase64url(wrapped.nonce, nonceBytes);
  const ciphertext = decodeBase64url(wrapped.ciphertext, privateKeyBytes + 16);
  const key = await deriveKey(passphrase, wrapped.kdf);
  try {
    const opened = await crypto.subtle.decrypt(cipher(nonce, holder, publicKey), key, ciphertext);
    return { publicKey, privateKey: new Uint8Array(opened) };
  } catch (cause) {
    throw new KeyError("passphrase", cause);
  }
}

function cipher(iv: Bytes, { organization, member }: Holder, publicKey: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: bind("private key", organization, member, publicKey) };
}
