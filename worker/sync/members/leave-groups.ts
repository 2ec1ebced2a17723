/**
 * Who leaves the organization leaves all groups: their memberships become pending, and are told one by one.
 */
import type { Member } from "../../../shared/store/documents.ts";
import type { Store } from "../../../shared/store/store.ts";
import type { Turn } from "../../../shared/store/turn.ts";

/** The memberships that one turn makes pending; a member of more groups leaves in several turns. */
const leavingMax = 2_000;

/**
 * Makes the memberships of removed members pending.
 * @returns those of the members of whom there are more: they stay pending themselves until all is done
 */
export async function leaveGroups(
  { memberships }: Store,
  { session, organization: { _id: organization } }: Turn,
  removed: readonly Member[],
  now: Date,
): Promise<ReadonlySet<string>> {
  if (removed.length === 0) return new Set();
  const found = await memberships
    .find(
      { organization, member: { $in: removed.map(({ _id }) => _id) }, present: true },
      { session, projection: { member: 1 } },
    )
    .sort({ member: 1 })
    .limit(leavingMax)
    .toArray();
  const byMember = Map.groupBy(found, ({ member }) => member);
  const updates = removed.flatMap(({ _id, writtenBy }) => {
    const own = byMember.get(_id)?.map((membership) => membership._id) ?? [];
    const update = {
      $set: { present: false, directory: false, writtenBy, "pending.dueAt": now, "pending.attempts": 0 },
      $min: { "pending.since": now },
    };
    return own.length === 0 ? [] : [{ updateMany: { filter: { organization, _id: { $in: own } }, update } }];
  });
  if (updates.length > 0) await memberships.bulkWrite(updates, { session });
  const last = found.length === leavingMax ? found.at(-1)?.member : undefined;
  return new Set(removed.flatMap(({ _id }) => (last !== undefined && _id >= last ? [_id] : [])));
}
