/**
 * Looks for linked groups that are called otherwise than in the directory, whoever did that and however (row B36):
 * they become pending, and a drain gives them their name back.
 * It looks over all organizations, so its query does not begin with one.
 */
import type { WorkerDeps } from "../deps.ts";

/** The groups that one look finds. */
const foundMax = 1_000;

/** Looks once. */
export async function findDrift({ store, queues, now, log }: WorkerDeps): Promise<void> {
  const found = await store.groups
    .find(
      {
        directoryName: { $exists: true },
        removedAt: { $exists: false },
        pending: { $exists: false },
        $expr: { $ne: ["$attributes.displayName", "$directoryName"] },
      },
      { projection: { organization: 1 } },
    )
    .limit(foundMax)
    .toArray();
  const at = now();
  for (const { _id, organization } of found) {
    log.info({ organization, group: _id }, "a linked group has another name than in the directory");
    await store.groups.updateOne(
      { organization, _id, pending: { $exists: false } },
      { $set: { pending: { since: at, dueAt: at, attempts: 0 } } },
    );
    queues.wake(organization);
  }
}
