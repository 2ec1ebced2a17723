/**
 * Adds what a process saw of directories' requests to what is stored. Several processes do that at the same time; each
 * list stays bounded, and in the order of time.
 */
import { requestsMax } from "../../shared/store/statistics-documents.ts";
import type { Store } from "../../shared/store/store.ts";
import type { KeptRequests } from "./request-notes.ts";

/** How long one bulk waits for MongoDB: a process that is to stop does not hang on it. */
const timeoutMS = 5_000;

export async function writeRequests({ requests }: Store, kept: readonly KeptRequests[]): Promise<void> {
  const writes = kept.map(({ organization, all, refused, total }) => ({
    updateOne: {
      filter: { _id: organization },
      update: { $push: { all: newest(all), refused: newest(refused) }, $inc: { total } },
      upsert: true,
    },
  }));
  await requests.bulkWrite(writes, { ordered: false, timeoutMS });
}

function newest<Noted>(noted: readonly Noted[]) {
  return { $each: [...noted], $sort: { at: 1 } as const, $slice: -requestsMax };
}
