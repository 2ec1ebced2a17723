/**
 * JSON out of bytes, bounded in depth: whatever walks through a value afterwards does so without running out of stack.
 */
import { isUtf8 } from "node:buffer";
import { ScimError } from "../../shared/scim/error.ts";

/** How deep objects and lists may nest. A PATCH of a part of an extension needs eight. */
const depthMax = 64;

const quote = 0x22;
const backslash = 0x5c;
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);

/** @throws ScimError invalidSyntax */
export function parseJson(bytes: Uint8Array): unknown {
  if (depthOf(bytes) > depthMax) {
    throw new ScimError("invalidSyntax", `The body nests deeper than ${depthMax} objects and lists.`);
  }
  try {
    if (!isUtf8(bytes)) throw new Error("the bytes are not UTF-8");
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
  } catch (cause) {
    throw new ScimError("invalidSyntax", `The body of ${bytes.length} bytes is not JSON in UTF-8.`, {
      cause,
    });
  }
}

/** How deep brackets nest, those in texts aside. */
function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (inText) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inText = false;
    } else if (byte === quote) inText = true;
    else if (opening.has(byte)) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (closing.has(byte)) depth -= 1;
  }
  return deepest;
}
