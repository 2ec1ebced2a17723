/**
 * Secrets that must be read again, and so cannot be hashed: encrypted with AES-256-GCM under a key that is derived from
 * `SECRETS_KEY`. Each is bound to where it belongs; moved to another place it cannot be opened.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** Before what is sealed, so that another way can come one day. */
const version = "v1";
const nonceBytes = 12;
const tagBytes = 16;

/** @param place what the secret is, and whose */
export function seal(secretsKey: string, place: readonly string[], text: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", keyOf(secretsKey), nonce).setAAD(bytesOf(place));
  const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${sealed.toString("base64url")}`;
}

/** @throws Error where it was sealed under another key, for another place, or changed */
export function unseal(secretsKey: string, place: readonly string[], text: string): string {
  const [found, body = ""] = text.split(".", 2);
  const sealed = Buffer.from(body, "base64url");
  if (found !== version || sealed.length < nonceBytes + tagBytes) throw new Error("this is no sealed secret");
  const tag = sealed.subarray(-tagBytes);
  const decipher = createDecipheriv("aes-256-gcm", keyOf(secretsKey), sealed.subarray(0, nonceBytes))
    .setAAD(bytesOf(place))
    .setAuthTag(tag);
  const opened = [decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()];
  return Buffer.concat(opened).toString("utf8");
}

/** Derived, so that the same setting can serve for other things without their meeting (RFC 5869 §3.2). */
function keyOf(secretsKey: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secretsKey, "", "rollcall sealed secrets", 32));
}

function bytesOf(place: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(place));
}
