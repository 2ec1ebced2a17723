/**
 * The organization's key, and how a member gets it: sealed for their public key with HPKE in base mode (RFC 9180;
 * DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM). A sealed key opens only for the member it was sealed for.
 */
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import type { SealedKey } from "../../organization/schema/handshake.ts";
import { type Bytes, decodeBase64url, encodeBase64url } from "./base64url.ts";
import { bind, type Holder } from "./binding.ts";
import { KeyError } from "./key-error.ts";
import { type KeyPair, privateKeyBytes } from "./private-key.ts";

const organizationKeyBytes = 32;
const tagBytes = 16;

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/** Made once in the life of an organization, in the browser of an owner. */
export function makeOrganizationKey(): Bytes {
  return crypto.getRandomValues(new Uint8Array(organizationKeyBytes));
}

/**
 * @param publicKey of the member, as it was compared by its words
 * @throws KeyError where it is no public key
 */
export async function sealOrganizationKey(
  organizationKey: Bytes,
  publicKey: string,
  holder: Holder,
): Promise<SealedKey> {
  try {
    const raw = decodeBase64url(publicKey, privateKeyBytes);
    const recipientPublicKey = await suite.kem.deserializePublicKey(raw);
    // A point of small order makes a secret of zeros, which the browser refuses (RFC 9180, section 7.1.4).
    const { enc, ct } = await suite.seal({ recipientPublicKey, info: info(holder) }, organizationKey);
    return {
      version: 1,
      enc: encodeBase64url(new Uint8Array(enc)),
      ciphertext: encodeBase64url(new Uint8Array(ct)),
    };
  } catch (cause) {
    throw new KeyError("publicKey", cause);
  }
}

/** @throws KeyError */
export async function openOrganizationKey(
  sealed: SealedKey,
  { privateKey }: KeyPair,
  holder: Holder,
): Promise<Bytes> {
  if (sealed.version !== 1) throw new KeyError("damaged");
  const enc = decodeBase64url(sealed.enc, privateKeyBytes);
  const ciphertext = decodeBase64url(sealed.ciphertext, organizationKeyBytes + tagBytes);
  try {
    const recipientKey = await suite.kem.deserializePrivateKey(privateKey);
    return new Uint8Array(await suite.open({ recipientKey, enc, info: info(holder) }, ciphertext));
  } catch (cause) {
    throw new KeyError("notForYou", cause);
  }
}

function info({ organization, member }: Holder): Bytes {
  return bind("organization key", organization, member);
}
