/**
 * Opens a failure where a directory's calls are refused in a row (row F04) or where it has fallen silent after trouble
 * (row F05), and resolves it when that is over. It looks only where the API saw something, or where time alone can
 * change the picture. Two workers that look at the same time write the same.
 * It looks over all organizations, so its query does not begin with one.
 */
import type { AnyBulkWriteOperation } from "mongodb";
import { nextLookAt } from "../../shared/health/next-look.ts";
import { type Trouble, troublesOf } from "../../shared/health/troubles.ts";
import {
  type Connection,
  type ConnectionTrouble,
  connectionTroubles,
  unknownKey,
} from "../../shared/store/connection-documents.ts";
import type { Failure } from "../../shared/store/documents.ts";
import { opening, resolution } from "../../shared/store/failure-writes.ts";
import { lookIndex } from "../../shared/store/indexes.ts";
import type { Store } from "../../shared/store/store.ts";
import { isDuplicate } from "../../shared/store/trouble.ts";
import type { WorkerDeps } from "../deps.ts";

/** The connections that one look finds. */
const foundMax = 1_000;

/** Looks once. */
export async function watchConnections(deps: WorkerDeps): Promise<void> {
  const found = await deps.store.connections
    .find({ lookAt: { $lte: deps.now() } }, { projection: { organization: 1 } })
    .hint(lookIndex)
    .limit(foundMax)
    .toArray();
  for (const organization of new Set(found.map((connection) => connection.organization))) {
    if (deps.stopping.aborted) return;
    await watchOrganization(deps, organization);
  }
}

async function watchOrganization({ store, config, now }: WorkerDeps, id: string): Promise<void> {
  const at = now();
  const [organization, connections] = await Promise.all([
    store.organizations.findOne({ _id: id }),
    store.connections.find({ organization: id }).toArray(),
  ]);
  const troubles = organization ? troublesOf(organization, connections, at, config) : [];
  for (const connection of connections) {
    const own = troubles.filter(({ key }) => key === connection.key);
    const writes = connectionTroubles.flatMap((kind) => {
      const trouble = own.find((one) => one.kind === kind);
      return failureWrites(connection, kind, trouble, at);
    });
    if (writes.length > 0) await writeFailures(store, writes);
    // Only then: a worker that is killed in between tells again what was told, and no worker forgets it.
    const told = Object.fromEntries(own.map(({ kind, since }) => [kind, since]));
    await noteLook(store, connection, told, nextLookAt({ ...connection, told }, at, config));
  }
}

/** What becomes of the failure of a kind: opened once for each trouble, kept up to date, and resolved. */
function failureWrites(
  { organization, key, told }: Connection,
  kind: ConnectionTrouble,
  trouble: Trouble | undefined,
  at: Date,
): AnyBulkWriteOperation<Failure>[] {
  const subject = key ?? unknownKey;
  if (!trouble) return told?.[kind] ? [resolution(organization, { subject, kinds: [kind] }, at)] : [];
  const { cause, count, lastAt, since } = trouble;
  const open = opening(organization, { kind, subject, cause }, at);
  const filter = { _id: `${organization}:${kind}:${subject}`, organization };
  const upToDate = { updateOne: { filter, update: { $set: { cause, count, lastAt } } } };
  // What was told already is not opened again: an admin may have dismissed it.
  return told?.[kind]?.getTime() === since.getTime() ? [upToDate] : [open, upToDate];
}

async function writeFailures({ failures }: Store, writes: AnyBulkWriteOperation<Failure>[]): Promise<void> {
  await failures.bulkWrite(writes).catch((error: unknown) => {
    if (!isDuplicate(error)) throw error;
    // Another worker opened it at the same moment.
    return failures.bulkWrite(writes);
  });
}

/**
 * Notes what was told, and when to look again. Where the API saw more meanwhile, the next look is due already and
 * nothing is forgotten; what was told is noted all the same, so that no look opens again what an admin dismissed.
 */
async function noteLook(
  { connections }: Store,
  connection: Connection,
  told: NonNullable<Connection["told"]>,
  lookAt: Date | null,
): Promise<void> {
  const { _id, organization } = connection;
  const isStill = { $eq: [{ $ifNull: ["$lookAt", null] }, connection.lookAt ?? null] };
  const set = {
    told: { $cond: [isStill, { $literal: told }, { $mergeObjects: ["$told", { $literal: told }] }] },
    lookAt: { $cond: [isStill, lookAt ?? "$$REMOVE", "$lookAt"] },
  };
  await connections.updateOne({ _id, organization }, [{ $set: set }]);
}
