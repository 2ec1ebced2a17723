/**
 * An organization keeps its last confirmed owner (row B22): neither a directory nor an admin can take that person
 * out. A write that takes an owner out is made in a turn at the organization, so that two cannot go at once.
 */
import { type AnyBulkWriteOperation, type ClientSession, MongoBulkWriteError } from "mongodb";
import type { Member } from "../../../shared/store/documents.ts";
import type { Written } from "../../../shared/store/members.ts";
import type { Store } from "../../../shared/store/store.ts";
import { inTurn, type Turn } from "../../../shared/store/turn.ts";
import type { ApiDeps } from "../../deps.ts";

const activeOwner = {
  "standing.role": "owner",
  "standing.status": "confirmed",
  "attributes.active": { $ne: false },
  hold: { $exists: false },
  removedAt: { $exists: false },
} as const;

/** What is told of whoever would leave the organization without a confirmed owner. */
export function isLastOwner(userName: string): string {
  return `${userName} is the last confirmed owner. Make another member owner first, and confirm them.`;
}

/** Whether the member is an owner who counts: confirmed, and wanted by all who have a say. */
export function isActiveOwner({ standing, attributes, hold }: Member): boolean {
  return standing.role === "owner" && standing.status === "confirmed" && attributes.active !== false && !hold;
}

/** Whether there is another owner who counts. Asked within a turn, the answer holds until the turn ends. */
export async function hasOtherOwner(
  { members }: Store,
  { organization, _id }: Member,
  session: ClientSession,
): Promise<boolean> {
  return (await members.findOne({ organization, _id: { $ne: _id }, ...activeOwner }, { session })) !== null;
}

/** Resolves what was told of a last owner, once there is another one. Within a turn, after it has written. */
export async function resolveLastOwner(
  { members, failures }: Store,
  { session, organization: { _id: organization } }: Turn,
  now: Date,
): Promise<void> {
  const owners = await members
    .find({ organization, ...activeOwner }, { session, projection: { _id: 1 } })
    .toArray();
  if (owners.length < 2) return;
  const ids = owners.map(({ _id }) => `${organization}:lastOwner:${_id}`);
  await failures.updateMany(
    { organization, _id: { $in: ids }, state: { $ne: "resolved" } },
    { $set: { state: "resolved", resolvedAt: now } },
    { session },
  );
}

/**
 * Writes a change that takes an active owner out.
 * @returns `last`, and nothing is written, where no other owner would be left
 */
export async function writeUnlessLastOwner(
  { store, now }: ApiDeps,
  member: Member,
  write: AnyBulkWriteOperation<Member>,
): Promise<Written | "last"> {
  const { organization, _id, version } = member;
  const work = inTurn(store, organization, now(), async ({ session }): Promise<Written | "last"> => {
    if (!(await hasOtherOwner(store, member, session))) return "last";
    if (!(await store.members.findOne({ _id, organization, version }, { session }))) return "stale";
    await store.members.bulkWrite([write], { session });
    return "written";
  });
  return (await work.catch(takenName)) ?? "stale";
}

/** The write renames too, to a name that another member has. */
function takenName(error: unknown): Written {
  if (error instanceof MongoBulkWriteError && error.code === 11_000) return "taken";
  throw error;
}
