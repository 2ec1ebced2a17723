/**
 * The sweeper makes certain what wake-ups make prompt: it finds work whose wake-up was lost (a process killed in
 * between, Redis away or emptied) and does it itself, so that it needs nothing but MongoDB.
 * It looks over all organizations, which is why its queries are the only ones that do not begin with one.
 */
import type { Collection, Document } from "mongodb";
import { clearingIndex, pendingIndex } from "../../shared/store/indexes.ts";
import { isDuplicate } from "../../shared/store/trouble.ts";
import type { WorkerDeps } from "../deps.ts";
import { drain } from "../sync/drain.ts";

/** The organizations, and the e-mails, that one sweep looks at. */
const sweepMax = 10_000;
/** How long one sweeper has an organization for itself. */
const leaseMs = 60_000;
/** A wake-up that is younger than so many grace times is left to its worker. */
const youngGraces = 3;

/** Looks for overdue work once. */
export async function sweep(deps: WorkerDeps): Promise<void> {
  const overdue = new Date(deps.now().getTime() - deps.config.SWEEP_GRACE_MS);
  for (const organization of await overdueOrganizations(deps, overdue)) {
    if (deps.stopping.aborted) return;
    if (await isAwake(deps, organization)) continue;
    if (!(await takeLease(deps, organization))) continue;
    deps.log.warn({ organization }, "work was left without a wake-up; the sweeper does it");
    if (await drain(deps, organization)) deps.queues.wake(organization);
    await deps.store.leases.deleteOne({ _id: organization });
  }
  await sweepEmails(deps, overdue);
}

/** The organizations with overdue work of any kind, the longest overdue first. */
async function overdueOrganizations({ store }: WorkerDeps, overdue: Date): Promise<string[]> {
  const { members, groups, memberships } = store;
  const found = await Promise.all([
    longestOverdue(members, "pending.dueAt", pendingIndex, overdue),
    longestOverdue(groups, "pending.dueAt", pendingIndex, overdue),
    longestOverdue(memberships, "pending.dueAt", pendingIndex, overdue),
    longestOverdue(groups, "clearing.at", clearingIndex, overdue),
  ]);
  const ranked = found.flat().sort((left, right) => left.since.getTime() - right.since.getTime());
  return [...new Set(ranked.map(({ _id }) => _id))];
}

async function longestOverdue<Stored extends Document>(
  collection: Collection<Stored>,
  field: string,
  hint: string,
  overdue: Date,
): Promise<{ _id: string; since: Date }[]> {
  return collection
    .aggregate<{ _id: string; since: Date }>(
      [
        // Without a range for its first field MongoDB would read every document that the index has.
        { $match: { organization: { $gte: "" }, [field]: { $lte: overdue } } },
        { $group: { _id: "$organization", since: { $min: `$${field}` } } },
        { $sort: { since: 1 } },
        { $limit: sweepMax },
      ],
      { hint },
    )
    .toArray();
}

/** Whether a wake-up is on its way: then the work is only waiting for its turn. */
async function isAwake({ queues, config, now, log }: WorkerDeps, organization: string): Promise<boolean> {
  try {
    const wokenAt = await queues.wokenAt(organization);
    return wokenAt !== null && now().getTime() - wokenAt.getTime() < youngGraces * config.SWEEP_GRACE_MS;
  } catch (error) {
    log.debug({ err: error }, "redis is away; the sweeper goes on without it");
    return false;
  }
}

async function takeLease({ store, now }: WorkerDeps, organization: string): Promise<boolean> {
  const at = now();
  try {
    await store.leases.updateOne(
      { _id: organization, until: { $lte: at } },
      { $set: { until: new Date(at.getTime() + leaseMs) } },
      { upsert: true },
    );
    return true;
  } catch (error) {
    // The upsert collides with the lease of another sweeper.
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** E-mails that wait in no queue are queued again; one that does is not doubled, since its id is the job's. */
async function sweepEmails({ store, queues, now }: WorkerDeps, overdue: Date): Promise<void> {
  const due = await store.emails
    .find({ state: "queued", dueAt: { $lte: overdue } }, { projection: { _id: 1 } })
    .sort({ dueAt: 1 })
    .limit(sweepMax)
    .toArray();
  if (due.length === 0) return;
  const ids = due.map(({ _id }) => _id);
  await queues.mailOut(ids);
  // One that was tried meanwhile says itself when it is due again.
  const left = { _id: { $in: ids }, state: "queued" as const, dueAt: { $lte: overdue } };
  await store.emails.updateMany(left, { $set: { dueAt: now() } });
}
