/**
 * Ids that grow with time, so that a list by id is a list by age and a page does not shift (RFC 9562 §5.7).
 */
import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

const idBytes = 16;
/** Random bytes are fetched for many ids at once: asking for a few is as dear as asking for many. */
const pool = new Uint8Array(idBytes * 256);
let used = pool.length;

/** Makes an id. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += idBytes;
  return v7({ random: pool.subarray(used - idBytes, used) });
}
