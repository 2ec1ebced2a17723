/**
 * Bytes as texts (RFC 4648, section 5, without padding). Each byte sequence has exactly one text; every other text is
 * refused.
 */
import { KeyError } from "./key-error.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

export function encodeBase64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @param length how many bytes it must be, where that is known
 * @throws KeyError
 */
export function decodeBase64url(text: string, length?: number): Bytes {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new KeyError("damaged");
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
    character.charCodeAt(0),
  );
  // The last character has bits to spare: two texts for the same bytes would be one too many.
  if (encodeBase64url(bytes) !== text) throw new KeyError("damaged");
  if (length !== undefined && bytes.length !== length) throw new KeyError("damaged");
  return bytes;
}
