/**
 * Cursors (RFC 9865): where a page ended, so that the next one goes on after it whatever is written meanwhile.
 * A cursor holds all there is to know, sealed: nobody can read it, or make one, and it is good for the list and the
 * key that it was made for only. It does not expire.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { z } from "zod";
import { ScimError } from "../../../shared/scim/error.ts";

/** Where a page ended: in which of the types that are listed, by what it was sorted, at whom. */
const position = z.tuple([z.int(), z.union([z.string(), z.number(), z.boolean(), z.null()]), z.string()]);
export type Position = z.infer<typeof position>;

/** How many there are in all is counted for the first page, which is the dearest part of it, and handed on. */
const content = z.object({ at: position, total: z.int() });
export type CursorContent = z.infer<typeof content>;

/** Whose cursor it is, and which list it goes through. */
export type CursorScope = { readonly keyHash: string; readonly list: string };

const nonceBytes = 12;
const tagBytes = 16;

export function sealCursor({ keyHash, list }: CursorScope, held: CursorContent): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", secretOf(keyHash), nonce).setAAD(Buffer.from(list));
  const sealed = [cipher.update(JSON.stringify(held), "utf8"), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]).toString("base64url");
}

/**
 * @throws ScimError invalidCursor for what was not sealed here for this list and key
 */
export function openCursor({ keyHash, list }: CursorScope, cursor: string): CursorContent {
  try {
    const bytes = Buffer.from(cursor, "base64url");
    if (bytes.toString("base64url") !== cursor) throw new Error("there is more in it than was read");
    const sealed = bytes.subarray(nonceBytes + tagBytes);
    const decipher = createDecipheriv("aes-256-gcm", secretOf(keyHash), bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
      .setAAD(Buffer.from(list))
      .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    return content.parse(JSON.parse(decipher.update(sealed, undefined, "utf8") + decipher.final("utf8")));
  } catch (cause) {
    throw new ScimError(
      "invalidCursor",
      "cursor must be the nextCursor of the page before, with everything else in the request as it was then; leave it empty for the first page.",
      { cause },
    );
  }
}

/** A key of the directory is random and long, so its hash makes a good secret, which ends with the key. */
function secretOf(keyHash: string): Buffer {
  return Buffer.from(hkdfSync("sha256", keyHash, "", "rollcall cursor", 32));
}
