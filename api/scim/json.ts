/**
 * JSON out of bytes.
 */
import { isUtf8 } from "node:buffer";
import { ScimError } from "../../shared/scim/error.ts";

/** @throws ScimError invalidSyntax */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    if (!isUtf8(bytes)) throw new Error("the bytes are not UTF-8");
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
  } catch (cause) {
    throw new ScimError("invalidSyntax", `The body of ${bytes.length} bytes is not JSON in UTF-8.`, {
      cause,
    });
  }
}
