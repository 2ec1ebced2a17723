/**
 * Failures of a group's work that are over: once neither the group nor any of its memberships has failed for good.
 */
import type { Store } from "../../../shared/store/store.ts";
import type { Turn } from "../../../shared/store/turn.ts";

/**
 * Resolves the failures of those groups in which work went well that had failed before.
 * @param groups their ids; to be called once the turn has written what became of them
 */
export async function resolveRecovered(
  { groups, memberships }: Store,
  turn: Turn,
  recovered: Iterable<string>,
): Promise<void> {
  const { session } = turn;
  const organization = turn.organization._id;
  for (const group of new Set(recovered)) {
    const failed = { organization, "pending.failedAt": { $exists: true } };
    const isFailed =
      (await groups.findOne({ ...failed, _id: group }, { session, projection: { _id: 1 } })) ??
      (await memberships.findOne({ ...failed, group }, { session, projection: { _id: 1 } }));
    if (!isFailed) turn.resolve(group, ["work"]);
  }
}
