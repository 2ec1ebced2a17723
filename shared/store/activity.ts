/**
 * Counts what happens in organizations, by slices of time: in memory first, and written down every few seconds. Nobody
 * waits for it, memory is bounded, and what a write that failed was to add is given up rather than added twice.
 */
import type { Log } from "../log.ts";
import { openWriteBehind } from "../write-behind.ts";
import { type ActivitySlice, type Counted, sliceMs } from "./statistics-documents.ts";
import type { Store } from "./store.ts";
import { duplicatesIn } from "./trouble.ts";

/** The slices that are kept in memory; what happens in further ones is not counted until those are written. */
export const slicesMax = 10_000;
/** How long one bulk waits for MongoDB: a process that is to stop does not hang on it. */
const timeoutMS = 5_000;
/** How often it is tried again at once where another process was the first in the same slice. */
const tries = 3;

export type ActivityCounter = {
  /** Adds to what happened at a moment. */
  add(organization: string, at: Date, counted: Counted): void;
  /** Writes what is left; nothing is counted afterwards. */
  close(): Promise<void>;
};

type Kept = { readonly _id: string; readonly organization: string; readonly at: Date; counted: Counted };

/** @param everyMs the pause between two writes */
export function openActivityCounter(
  { activity }: Pick<Store, "activity">,
  everyMs: number,
  log: Log,
): ActivityCounter {
  let slices = new Map<string, Kept>();

  async function writeDown(): Promise<boolean> {
    let left = [...slices.values()];
    slices = new Map();
    for (let attempt = 0; attempt < tries && left.length > 0; attempt += 1)
      left = await writeOnce(left).catch((error: unknown) => {
        log.debug({ err: error }, "what happened was not counted");
        return [];
      });
    return slices.size > 0;
  }

  /** @returns those of which another process made the document at the same moment */
  async function writeOnce(kept: readonly Kept[]): Promise<Kept[]> {
    try {
      await activity.bulkWrite(kept.map(writeOf), { ordered: false, timeoutMS });
      return [];
    } catch (error) {
      return duplicatesIn(error).flatMap(({ index }) => kept[index] ?? []);
    }
  }

  const behind = openWriteBehind(writeDown, everyMs);
  return {
    add: (organization, moment, counted) => {
      const at = sliceOf(moment);
      const _id = `${organization}:${at.toISOString()}`;
      const kept = slices.get(_id);
      if (kept) kept.counted = sumOf(kept.counted, counted);
      else if (slices.size < slicesMax) slices.set(_id, { _id, organization, at, counted });
      behind.soon();
    },
    close: () => behind.close(),
  };
}

/** When the slice began in which a moment is. */
export function sliceOf(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / sliceMs) * sliceMs);
}

function sumOf(one: Counted, other: Counted): Counted {
  const sum = (name: keyof Counted) => (one[name] ?? 0) + (other[name] ?? 0);
  return {
    writes: sum("writes"),
    refused: sum("refused"),
    applied: sum("applied"),
    lagMs: sum("lagMs"),
    lagMaxMs: Math.max(one.lagMaxMs ?? 0, other.lagMaxMs ?? 0),
  };
}

function writeOf({ _id, organization, at, counted }: Kept) {
  const { writes = 0, refused = 0, applied = 0, lagMs = 0, lagMaxMs = 0 } = counted;
  return {
    updateOne: {
      filter: { _id, organization } satisfies Partial<ActivitySlice>,
      update: {
        $setOnInsert: { at },
        $inc: { writes, refused, applied, lagMs },
        $max: { lagMaxMs },
      },
      upsert: true,
    },
  };
}
