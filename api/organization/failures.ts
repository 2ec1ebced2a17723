/**
 * What failed or waits and why; and trying again what had failed for good.
 */
import type { Event, Failure } from "../../shared/store/documents.ts";
import type { ApiDeps } from "../deps.ts";

const failuresMax = 10_000;

export type FailureView = Omit<Failure, "_id" | "organization" | "names" | "namesTotal">;
export type EventView = Omit<Event, "_id" | "organization">;

/** Failures of an organization, the latest first. */
export async function listFailures(
  { store }: ApiDeps,
  organization: string,
  state?: Failure["state"],
): Promise<FailureView[]> {
  const rows = await store.failures
    .find({ organization, ...(state && { state }) })
    .sort({ lastAt: -1 })
    .limit(failuresMax)
    .toArray();
  return rows.map(({ _id, organization: _, names, namesTotal, ...row }) => ({
    ...row,
    cause: named(row.cause, names, namesTotal),
  }));
}

/** The most names that a cause lists. */
const namesMax = 20;

function named(cause: string, names: readonly string[] = [], total = 0): string {
  if (names.length === 0) return cause;
  const more = total > namesMax ? ` and ${total - namesMax} more` : "";
  return `${cause}: ${names.slice(0, namesMax).join(", ")}${more}.`;
}

/** The feed from an event on, in its one order. */
export async function listEvents(
  { store }: ApiDeps,
  organization: string,
  after: number,
  limit: number,
): Promise<EventView[]> {
  const rows = await store.events
    .find({ organization, number: { $gt: after } })
    .sort({ number: 1 })
    .limit(limit)
    .toArray();
  return rows.map(({ _id, organization: _, ...row }) => row);
}

/**
 * Tries again what has failed for good: the work of members and groups, and e-mails.
 * @returns how many of each
 */
export async function retryFailed(
  { store, queues, now, log }: ApiDeps,
  organization: string,
): Promise<{ members: number; groups: number; memberships: number; emails: number }> {
  const at = now();
  const open = { organization, kind: "work", state: "open" } as const;
  const subjects = await store.failures.distinct("subject", open);
  const failedWork = { organization, "pending.failedAt": { $exists: true } };
  const again = {
    $set: { "pending.dueAt": at, "pending.attempts": 0 },
    $unset: { "pending.failedAt": true as const },
  };
  const members = await store.members.updateMany({ ...failedWork, _id: { $in: subjects } }, again);
  const groups = await store.groups.updateMany({ ...failedWork, _id: { $in: subjects } }, again);
  const memberships = await store.memberships.updateMany({ ...failedWork, group: { $in: subjects } }, again);
  const failed = await store.emails
    .find({ organization, state: "failed" }, { projection: { _id: 1 } })
    .toArray();
  const ids = failed.map(({ _id }) => _id);
  await store.emails.updateMany(
    { organization, _id: { $in: ids }, state: "failed" },
    { $set: { state: "queued", attempts: 0, dueAt: at } },
  );
  queues.wake(organization);
  // Without Redis the sweeper finds them.
  await queues.mailOut(ids).catch((error: unknown) => log.debug({ err: error }, "e-mails were not queued"));
  return {
    members: members.modifiedCount,
    groups: groups.modifiedCount,
    memberships: memberships.modifiedCount,
    emails: ids.length,
  };
}
