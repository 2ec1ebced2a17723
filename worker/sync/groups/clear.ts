/**
 * Clears the memberships of groups, a bounded step at a time and after all other work: those of a removed group are
 * deleted; those made by hand in a group that was linked become due after a grace, in which the directory can
 * confirm them.
 */
import type { Group } from "../../../shared/store/group-documents.ts";
import { tombstoneMs } from "../../../shared/store/memberships.ts";
import type { WorkerDeps } from "../../deps.ts";

/**
 * Takes one step, at the group that has waited longest.
 * @returns whether there may be more to clear
 */
export async function clear(deps: WorkerDeps, organization: string): Promise<boolean> {
  const [group] = await deps.store.groups
    .find({ organization, "clearing.at": { $exists: true } })
    .sort({ "clearing.at": 1 })
    .limit(1)
    .toArray();
  if (!group) return false;
  await (group.removedAt ? clearRemoved(deps, group) : clearLinked(deps, group));
  return true;
}

async function clearRemoved({ store, config, now }: WorkerDeps, group: Group): Promise<void> {
  const { organization, _id } = group;
  const some = await store.memberships
    .find({ organization, group: _id }, { projection: { _id: 1 } })
    .limit(config.MEMBERSHIP_BATCH)
    .toArray();
  await store.memberships.deleteMany({ organization, _id: { $in: some.map((one) => one._id) } });
  if (some.length === config.MEMBERSHIP_BATCH) {
    await store.groups.updateOne({ organization, _id }, { $set: { "clearing.at": now() } });
    return;
  }
  await store.groupSizes.deleteOne({ organization, _id });
  const forgetAt = new Date(now().getTime() + tombstoneMs);
  await store.groups.updateOne({ organization, _id }, { $set: { forgetAt }, $unset: { clearing: true } });
}

async function clearLinked(deps: WorkerDeps, group: Group): Promise<void> {
  const { store, config, now } = deps;
  const { organization, _id, clearing } = group;
  const at = now();
  const some = await store.memberships
    .find(
      { organization, group: _id, ...(clearing?.after !== undefined && { member: { $gt: clearing.after } }) },
      { projection: { member: 1, directory: 1, pending: 1 } },
    )
    .sort({ member: 1 })
    .limit(config.MEMBERSHIP_BATCH)
    .toArray();
  const byHand = some.filter(({ directory, pending }) => directory === undefined && !pending);
  const dueAt = new Date(at.getTime() + config.LINK_GRACE_MS);
  await store.memberships.updateMany(
    // Whoever the directory confirmed meanwhile is none of them any more.
    { organization, _id: { $in: byHand.map((one) => one._id) }, directory: { $exists: false } },
    { $set: { pending: { since: at, dueAt, attempts: 0 } } },
  );
  const last = some.length === config.MEMBERSHIP_BATCH ? some.at(-1) : undefined;
  await store.groups.updateOne(
    // A group that was removed meanwhile is cleared for that.
    { organization, _id, removedAt: { $exists: false } },
    last ? { $set: { "clearing.at": at, "clearing.after": last.member } } : { $unset: { clearing: true } },
  );
  if (!last) wakeAfterGrace(deps, organization);
}

/** The sweeper would find them too, only later. */
function wakeAfterGrace({ queues, config, stopping }: WorkerDeps, organization: string): void {
  const wake = () => {
    if (!stopping.aborted) queues.wake(organization);
  };
  setTimeout(wake, config.LINK_GRACE_MS).unref();
}
