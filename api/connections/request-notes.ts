/**
 * Keeps in memory what directories sent, and has it written every few seconds. No request waits for it, and memory is
 * bounded: of each organization the newest of all are kept, and the newest that were refused.
 */
import type { Log } from "../../shared/log.ts";
import { type NotedRequest, requestsMax } from "../../shared/store/statistics-documents.ts";
import { openWriteBehind } from "../../shared/write-behind.ts";

/** The requests that are kept in memory for all; further ones are not noted until those are written. */
export const keptMax = 20_000;
/** The organizations that are written at a time. */
export const writtenMax = 100;

export type KeptRequests = {
  readonly organization: string;
  readonly all: NotedRequest[];
  readonly refused: NotedRequest[];
  total: number;
};

export type RequestNotes = {
  /** Notes a request: a few operations in memory. */
  note(organization: string, request: NotedRequest): void;
  /** Writes what is left; nothing is noted afterwards. */
  close(): Promise<void>;
};

/**
 * Opens the notes.
 * @param write writes what is kept of some organizations; what it throws means that it is to be tried again
 * @param everyMs the pause between two writes
 */
export function openRequestNotes(
  write: (kept: readonly KeptRequests[]) => Promise<void>,
  everyMs: number,
  log: Log,
): RequestNotes {
  let seen = new Map<string, KeptRequests>();
  let seenTotal = 0;
  /** What a write has been tried with; nothing is added to it. */
  let taken: KeptRequests[] = [];

  async function writeDown(): Promise<boolean> {
    if (taken.length === 0) {
      taken = [...seen.values()];
      seen = new Map();
      seenTotal = 0;
    }
    try {
      while (taken.length > 0) {
        await write(taken.slice(0, writtenMax));
        taken = taken.slice(writtenMax);
      }
    } catch (error) {
      log.debug({ err: error }, "what directories sent is kept for later");
    }
    return taken.length > 0 || seen.size > 0;
  }

  const behind = openWriteBehind(writeDown, everyMs);
  return {
    note: (organization, request) => {
      const kept = seen.get(organization) ?? { organization, all: [], refused: [], total: 0 };
      const lists = isRefused(request) ? [kept.all, kept.refused] : [kept.all];
      const more = lists.filter((list) => list.length < requestsMax).length;
      if (seenTotal + more > keptMax) return;
      seen.set(organization, kept);
      seenTotal += more;
      kept.total += 1;
      for (const list of lists) {
        if (list.length === requestsMax) list.shift();
        list.push(request);
      }
      behind.soon();
    },
    close: () => behind.close(),
  };
}

/** That there is nobody of that name is what a directory asks for before it makes somebody. */
function isRefused({ status }: NotedRequest): boolean {
  return status >= 400 && status !== 404;
}
