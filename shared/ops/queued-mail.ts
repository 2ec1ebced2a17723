/**
 * How many e-mails there are, and how many of them wait to be sent. Those that could not be delivered are counted by
 * their failures, and the others are done.
 */
import { queuedMailIndex } from "../store/indexes.ts";
import type { Store } from "../store/store.ts";

export type QueuedMail = {
  readonly queued: number;
  /** With those that are done, as the collection's own count has it. */
  readonly total: number;
};

/**
 * Reads it for all organizations together.
 * @param maxTimeMS how long MongoDB may take for each count
 * @throws where it takes longer, or MongoDB is away
 */
export async function readQueuedMail({ emails }: Store, maxTimeMS: number): Promise<QueuedMail> {
  const isQueued = { state: "queued", dueAt: { $gte: new Date(0) } } as const;
  const [queued, total] = await Promise.all([
    emails.countDocuments(isQueued, { hint: queuedMailIndex, maxTimeMS }),
    emails.estimatedDocumentCount({ maxTimeMS }),
  ]);
  return { queued, total };
}
