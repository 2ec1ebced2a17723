/**
 * A text sealed with the organization's key (AES-256-GCM): whoever was confirmed can open it, and nobody else. By it a
 * member sees that the key they hold is the one that the others hold.
 */
import { type Bytes, decodeBase64url, encodeBase64url } from "./base64url.ts";
import { bind } from "./binding.ts";
import { KeyError } from "./key-error.ts";

const nonceBytes = 12;
const tagBytes = 16;
/** Of a sealed message, so that a page does not choke on what was pasted. */
const messageMax = 200_000;
/** How a sealed message begins, for people to know it by, and for a later way of sealing to differ. */
const prefix = "rcm1.";

/** @returns the sealed message, as a text to be sent by whatever way */
export async function sealMessage(
  organizationKey: Bytes,
  organization: string,
  text: string,
): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const key = await imported(organizationKey);
  const sealed = await crypto.subtle.encrypt(
    cipher(nonce, organization),
    key,
    new TextEncoder().encode(text),
  );
  return prefix + encodeBase64url(new Uint8Array([...nonce, ...new Uint8Array(sealed)]));
}

/** @throws KeyError */
export async function openMessage(
  organizationKey: Bytes,
  organization: string,
  sealed: string,
): Promise<string> {
  const text = sealed.trim();
  if (!text.startsWith(prefix) || text.length > messageMax) throw new KeyError("message");
  try {
    const bytes = decodeBase64url(text.slice(prefix.length));
    if (bytes.length < nonceBytes + tagBytes) throw new KeyError("message");
    const key = await imported(organizationKey);
    const nonce = bytes.slice(0, nonceBytes);
    const opened = await crypto.subtle.decrypt(cipher(nonce, organization), key, bytes.slice(nonceBytes));
    return new TextDecoder("utf-8", { fatal: true }).decode(opened);
  } catch (cause) {
    throw new KeyError("message", cause);
  }
}

function imported(organizationKey: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", organizationKey, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function cipher(iv: Bytes, organization: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: bind("message", organization) };
}
