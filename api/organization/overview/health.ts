/**
 * How the sync of organizations is, read for many of them at a time.
 */
import type { Collection, Document } from "mongodb";
import { type Health, healthOf } from "../../../shared/health/health.ts";
import type { Connection } from "../../../shared/store/connection-documents.ts";
import type { FailureKind, Organization } from "../../../shared/store/documents.ts";
import { pendingIndex } from "../../../shared/store/indexes.ts";
import type { Store } from "../../../shared/store/store.ts";
import type { ApiDeps } from "../../deps.ts";

/** Organizations that are read at a time. */
const readMax = 500;

type Within = { readonly organization: { readonly $in: string[] } };

type Judged = {
  readonly organization: Organization;
  readonly health: Health;
  /** When the oldest work that is not applied yet was acknowledged; null where all is applied. */
  readonly pendingSince: Date | null;
};

/** The organizations, each with how its sync is. */
export async function readHealth(deps: ApiDeps, organizations: readonly Organization[]): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (let from = 0; from < organizations.length; from += readMax) {
    judged.push(...(await readChunk(deps, organizations.slice(from, from + readMax))));
  }
  return judged;
}

async function readChunk(
  { store, config, now }: ApiDeps,
  organizations: readonly Organization[],
): Promise<Judged[]> {
  const within: Within = { organization: { $in: organizations.map(({ _id }) => _id) } };
  const { members, groups, memberships } = store;
  const at = now();
  const [connections, open, ...pending] = await Promise.all([
    store.connections.find(within).toArray(),
    countOpen(store, within),
    oldestPending(members, within),
    oldestPending(groups, within),
    oldestPending(memberships, within),
  ]);
  const connectionsOf = Map.groupBy(connections, (connection: Connection) => connection.organization);
  const openOf = Map.groupBy(open, ({ organization }) => organization);
  const pendingOf = Map.groupBy(pending.flat(), ({ _id }) => _id);
  return organizations.map((organization) => {
    const { _id } = organization;
    const waits = (pendingOf.get(_id) ?? []).map(({ since }) => since.getTime());
    const pendingSince = waits.length === 0 ? null : new Date(Math.min(...waits));
    const situation = {
      organization,
      connections: connectionsOf.get(_id) ?? [],
      open: openOf.get(_id) ?? [],
      pendingSince,
    };
    return { organization, health: healthOf(situation, at, config), pendingSince };
  });
}

async function countOpen(
  { failures }: Store,
  within: Within,
): Promise<{ organization: string; kind: FailureKind; total: number }[]> {
  return failures
    .aggregate<{ organization: string; kind: FailureKind; total: number }>([
      { $match: { ...within, state: "open" } },
      { $group: { _id: { organization: "$organization", kind: "$kind" }, total: { $sum: 1 } } },
      { $project: { _id: 0, organization: "$_id.organization", kind: "$_id.kind", total: 1 } },
      { $sort: { organization: 1, total: -1, kind: 1 } },
    ])
    .toArray();
}

/** Since when the oldest work has waited; what has failed for good is a failure instead. Only the index is read. */
async function oldestPending<Stored extends Document>(
  collection: Collection<Stored>,
  within: Within,
): Promise<{ _id: string; since: Date }[]> {
  return collection
    .aggregate<{ _id: string; since: Date }>(
      [
        { $match: { ...within, "pending.dueAt": { $gte: new Date(0) } } },
        { $group: { _id: "$organization", since: { $min: "$pending.since" } } },
      ],
      { hint: pendingIndex },
    )
    .toArray();
}
