/**
 * Keeps in memory what was seen of the calls, and has it written every few seconds. No request waits for it; what is
 * lost when a process is killed is a few seconds of statistics. Memory is bounded: a connection takes the same space
 * however many calls it makes.
 */
import type { Log } from "../../shared/log.ts";
import { openWriteBehind } from "../../shared/write-behind.ts";
import type { Call } from "./call.ts";
import { addCall, type Seen } from "./seen.ts";

/** The connections that are kept in memory; calls of further ones are not noted until those are written. */
export const connectionsMax = 10_000;
/** The connections that are written at a time. */
export const writtenMax = 500;

/** What was seen of a connection: of an organization and the id of its key, or null for none that it has. */
export type Kept = {
  readonly _id: string;
  readonly organization: string;
  readonly key: string | null;
  readonly seen: Seen;
};

export type Connections = {
  /** Notes a call: a few operations in memory. */
  note(organization: string, key: string | null, call: Call): void;
  /** Writes what is left; nothing is noted afterwards. */
  close(): Promise<void>;
};

/**
 * Opens the notes; nothing runs until there is one.
 * @param write gives back what was written; the rest is written the next time
 * @param everyMs the pause between two writes
 */
export function openConnections(
  write: (kept: readonly Kept[]) => Promise<readonly Kept[]>,
  everyMs: number,
  log: Log,
): Connections {
  let seen = new Map<string, Kept>();
  /** What a write has been tried with: it is written before anything newer, and nothing is added to it. */
  let taken = new Map<string, Kept>();

  async function writeDown(): Promise<boolean> {
    if (taken.size === 0) [taken, seen] = [seen, new Map()];
    try {
      for (const chunk of chunksOf([...taken.values()])) {
        for (const { _id } of await write(chunk)) taken.delete(_id);
      }
    } catch (error) {
      log.debug({ err: error }, "what was seen of the connections is kept for later");
    }
    return taken.size > 0 || seen.size > 0;
  }

  const behind = openWriteBehind(writeDown, everyMs);
  return {
    note: (organization, key, call) => {
      const _id = `${organization}:${key ?? ""}`;
      const kept = seen.get(_id);
      if (kept) addCall(kept.seen, call);
      else if (seen.size < connectionsMax)
        seen.set(_id, { _id, organization, key, seen: addCall(undefined, call) });
      behind.soon();
    },
    close: () => behind.close(),
  };
}

function chunksOf(kept: readonly Kept[]): Kept[][] {
  const total = Math.ceil(kept.length / writtenMax);
  return Array.from({ length: total }, (_, index) =>
    kept.slice(index * writtenMax, (index + 1) * writtenMax),
  );
}
