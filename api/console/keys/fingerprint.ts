/**
 * A public key as six words, for two people to compare by telephone or across a table. The words come from SHA-256 of
 * the raw key: 66 bits of it, 11 a word, over the English list of BIP-39.
 */
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { decodeBase64url } from "./base64url.ts";

const words = 6;
const bitsPerWord = 11n;

/**
 * @param publicKey 32 bytes in base64url
 * @throws KeyError
 */
export async function fingerprint(publicKey: string): Promise<readonly string[]> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", decodeBase64url(publicKey, 32)));
  let bits = 0n;
  for (const byte of digest) bits = (bits << 8n) | BigInt(byte);
  const top = BigInt(digest.length * 8);
  return Array.from({ length: words }, (_, index) => {
    const rest = top - bitsPerWord * BigInt(index + 1);
    return wordlist[Number((bits >> rest) & 2047n)] ?? "";
  });
}
