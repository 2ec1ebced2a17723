/**
 * What an operator wants to know first: which organizations wait for their writes to be applied, since when, what has
 * failed, and what the queues and the e-mails do. It is read from MongoDB, so it is told while Redis is away, too.
 */
import type { Deps } from "../../shared/deps.ts";
import { type Backlog, readBacklog } from "../../shared/ops/backlog.ts";
import type { WorkCollection } from "../../shared/ops/metrics.ts";
import { type OpenFailures, readOpenFailures } from "../../shared/ops/open-failures.ts";
import { type QueuedMail, readQueuedMail } from "../../shared/ops/queued-mail.ts";
import type { QueueDepth } from "../../shared/queue/queues.ts";
import type { FailureKind } from "../../shared/store/documents.ts";
import { within } from "../../shared/within.ts";

/** How many records of each kind. */
type Counts = Readonly<Record<WorkCollection, number>>;

export type OrganizationStatus = {
  readonly organization: string;
  readonly pending: Counts;
  /** Age of the oldest change that is not applied yet; null where nothing is pending. */
  readonly oldestPendingSeconds: number | null;
  /** The most tries that a pending record has had. */
  readonly attempts: number;
  /** Members and groups whose work failed for good, and e-mails that could not be delivered. */
  readonly failed: { readonly work: number; readonly emails: number };
};

export type Status = {
  readonly at: Date;
  readonly redis: "there" | "away";
  /** Those with pending or failed work, who wait longest first. */
  readonly organizations: readonly OrganizationStatus[];
  /** How many have such work beyond those that are listed. */
  readonly organizationsMore: number;
  /** Over all organizations, whether they are listed or not. */
  readonly total: Omit<OrganizationStatus, "organization">;
  /** Drains that run: for the queue (null while Redis is away), and for sweepers. */
  readonly drains: { readonly queue: number | null; readonly sweepers: number };
  readonly emails: QueuedMail;
  /** By the name of the queue; null while Redis is away. */
  readonly queues: Readonly<Record<string, QueueDepth>> | null;
};

/** The failures that are work left undone; what the others are about waits for somebody outside. */
const failedKinds = new Map<FailureKind, keyof OrganizationStatus["failed"]>([
  ["work", "work"],
  ["mail", "emails"],
  ["alertMail", "emails"],
]);

/**
 * Reads it.
 * @param listed how many organizations are listed
 * @throws where MongoDB is away, or takes longer than the settings allow
 */
export async function readStatus(deps: Deps, listed: number): Promise<Status> {
  const { store, queues, config, now } = deps;
  const waitMs = config.STATUS_WAIT_MS;
  const at = now();
  const [backlog, open, emails, sweepers, depths] = await Promise.all([
    readBacklog(store, waitMs),
    readOpenFailures(store, waitMs),
    readQueuedMail(store, waitMs),
    store.leases.countDocuments({ until: { $gt: at } }, { maxTimeMS: waitMs }),
    within(queues.depths(), config.READY_WAIT_MS, "Redis").catch(() => null),
  ]);
  const failed = open.filter(({ kind }) => failedKinds.has(kind));
  const organizations = inOrder(backlog, failed);
  return {
    at,
    redis: depths ? "there" : "away",
    organizations: organizations
      .slice(0, listed)
      .map(({ organization, own }) => ({ organization, ...statusOf(own.backlog, own.failed, at) })),
    organizationsMore: Math.max(0, organizations.length - listed),
    total: statusOf(backlog, failed, at),
    drains: { queue: depths?.get("drain")?.active ?? null, sweepers },
    emails,
    queues: depths && Object.fromEntries(depths),
  };
}

type Own = { readonly backlog: readonly Backlog[]; readonly failed: readonly OpenFailures[] };

/** Who waits longest comes first, whether it is for a worker or for a person. */
function inOrder(backlog: readonly Backlog[], failed: readonly OpenFailures[]) {
  const pendingOf = Map.groupBy(backlog, ({ organization }) => organization);
  const failedOf = Map.groupBy(failed, ({ organization }) => organization);
  return [...new Set([...pendingOf.keys(), ...failedOf.keys()])]
    .map((organization) => {
      const own: Own = {
        backlog: pendingOf.get(organization) ?? [],
        failed: failedOf.get(organization) ?? [],
      };
      return { organization, own, since: earliest([...own.backlog, ...own.failed]) ?? 0 };
    })
    .sort((one, other) => one.since - other.since);
}

function statusOf(backlog: readonly Backlog[], open: readonly OpenFailures[], at: Date) {
  const pending = { members: 0, groups: 0, memberships: 0 };
  for (const each of backlog) pending[each.collection] += each.pending;
  const failed = { work: 0, emails: 0 };
  for (const each of open) failed[failedKinds.get(each.kind) ?? "work"] += each.open;
  const oldest = earliest(backlog);
  return {
    pending,
    oldestPendingSeconds: oldest === null ? null : Math.max(0, Math.round((at.getTime() - oldest) / 1_000)),
    attempts: backlog.reduce((most, { attempts }) => Math.max(most, attempts), 0),
    failed,
  };
}

function earliest(since: readonly { readonly since: Date }[]): number | null {
  const first = since.reduce(
    (earlier, each) => Math.min(earlier, each.since.getTime()),
    Number.POSITIVE_INFINITY,
  );
  return Number.isFinite(first) ? first : null;
}
