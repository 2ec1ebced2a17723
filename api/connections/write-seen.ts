/**
 * Adds what a process saw of connections to what is stored of them. Several processes do that at the same time, so a
 * document is written only as it was read, and read again where another process was quicker: their counts add up.
 */
import type { Connection } from "../../shared/store/connection-documents.ts";
import type { Store } from "../../shared/store/store.ts";
import { duplicatesIn } from "../../shared/store/trouble.ts";
import { beginsCycle, withSeen } from "./with-seen.ts";
import type { Kept } from "./write-behind.ts";

/** How long one read or one bulk waits for MongoDB: a process that is to stop does not hang on it. */
const timeoutMS = 5_000;
/** How often a process tries again at once when others wrote in between. */
const tries = 5;

/**
 * @param gapMs a call that comes so long after the last one begins a cycle
 * @returns what was written; the rest met others who wrote all the time
 */
export async function writeSeen(store: Store, kept: readonly Kept[], gapMs: number): Promise<Kept[]> {
  let left = kept;
  for (let attempt = 0; attempt < tries && left.length > 0; attempt += 1) {
    const stale = await writeOnce(store, left, gapMs);
    left = left.filter((_, index) => stale.has(index));
  }
  return kept.filter((one) => !left.includes(one));
}

/** @returns the places in the list of those whose document has moved on since it was read */
async function writeOnce({ connections }: Store, kept: readonly Kept[], gapMs: number): Promise<Set<number>> {
  const organization = { $in: [...new Set(kept.map((one) => one.organization))] };
  const _id = { $in: kept.map((one) => one._id) };
  const found = await connections.find({ organization, _id }, { timeoutMS }).toArray();
  const stored = new Map(found.map((connection) => [connection._id, connection]));
  const writes = kept.map((one) => writeOf(stored.get(one._id) ?? null, one, gapMs));
  try {
    await connections.bulkWrite(writes, { ordered: false, timeoutMS });
    return new Set();
  } catch (error) {
    return new Set(duplicatesIn(error).map(({ index }) => index));
  }
}

/** An upsert by id and revision: where the document has moved on, it collides with the document's own id. */
function writeOf(before: Connection | null, { _id, organization, key, seen }: Kept, gapMs: number) {
  const observed = withSeen(before, seen, gapMs);
  const lookAt = seen.cycle.endedAt;
  return {
    updateOne: {
      filter: { _id, organization, revision: before?.revision ?? 0 },
      update: {
        $set: { ...observed, ...(isNotable(before, seen, gapMs) && { lookAt }) },
        $setOnInsert: { key },
        $inc: { revision: 1 },
      },
      upsert: true,
    },
  };
}

/** Whether a worker is to look: something began, went wrong, or may be over. */
function isNotable(before: Connection | null, seen: Kept["seen"], gapMs: number): boolean {
  const { refusals, errors, cutShort } = seen.cycle;
  const hadTrouble = [before?.refused, before?.told].some((rows) => Object.keys(rows ?? {}).length > 0);
  return refusals > 0 || errors > 0 || cutShort || hadTrouble || beginsCycle(before, seen, gapMs);
}
