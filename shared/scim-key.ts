/**
 * The keys that directories hold, and the tokens of an organization's programs: made here, known here only by their hash.
 */
import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import type { ScimKey } from "./store/documents.ts";

const keyBytes = 32;
/** How much of a key is shown, after what says which kind it is. */
const shownLength = 5;

/**
 * Makes a key.
 * @param kind what it begins with
 * @returns the secret, to be shown once, and what is kept of it
 */
export function createKey(
  id: string,
  now: Date,
  kind: "rc_" | "rct_" = "rc_",
): { secret: string; key: ScimKey } {
  const secret = kind + randomBytes(keyBytes).toString("base64url");
  const key = {
    id,
    hash: hashOf(secret),
    prefix: secret.slice(0, kind.length + shownLength),
    createdAt: now,
    lastUsedAt: null,
    expiresAt: null,
  };
  return { secret, key };
}

/**
 * Finds the key that a secret belongs to, in time that does not depend on the secret.
 * @returns null where it belongs to none that works at that time
 */
export function findKey<Key extends ScimKey>(keys: readonly Key[], secret: string, now: Date): Key | null {
  const wanted = Buffer.from(hashOf(secret));
  let found: Key | null = null;
  for (const key of keys) {
    const equal = timingSafeEqual(wanted, Buffer.from(key.hash));
    if (equal && (key.expiresAt === null || key.expiresAt > now)) found = key;
  }
  return found;
}

/** A key is random and long, so a plain hash of it cannot be turned back. */
function hashOf(secret: string): string {
  return hash("sha256", secret);
}
