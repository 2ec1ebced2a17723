/**
 * Applies one batch of pending groups in a turn at the organization: all of it, or nothing.
 */
import { failureKinds } from "../../../shared/store/documents.ts";
import type { Group } from "../../../shared/store/group-documents.ts";
import { groupKeys } from "../../../shared/store/groups.ts";
import { inTurn, type Turn } from "../../../shared/store/turn.ts";
import type { WorkerDeps } from "../../deps.ts";
import { countApplied } from "../../ops/count-applied.ts";
import { type GroupPlan, planGroup } from "./plan-group.ts";
import { resolveRecovered } from "./recovered.ts";

/**
 * Applies what is due.
 * @param only the id of the one group to apply; without it, the batch that is due first
 * @returns how many groups were taken
 */
export async function applyGroups(deps: WorkerDeps, organization: string, only?: string): Promise<number> {
  const { store, config, now } = deps;
  const at = now();
  const applied = await inTurn(store, organization, at, async (turn) => {
    const { session } = turn;
    const groups = await store.groups
      .find(
        { organization, "pending.dueAt": { $lte: at }, ...(only !== undefined && { _id: only }) },
        { session },
      )
      .sort({ "pending.dueAt": 1 })
      .limit(config.DRAIN_BATCH)
      .toArray();
    const planned = groups.map((group) => ({ group, plan: planGroup(group) }));
    if (planned.length === 0) return groups;
    await store.groups.bulkWrite(
      planned.map(({ group, plan }) => updateOf(group, plan, at)),
      { session, ordered: false },
    );
    for (const { group, plan } of planned) tell(turn, group, plan);
    const recovered = groups.filter(({ pending }) => pending?.error !== undefined);
    await resolveRecovered(
      store,
      turn,
      recovered.map(({ _id }) => _id),
    );
    return groups;
  });
  return countApplied(deps, organization, "groups", applied ?? []);
}

function updateOf(group: Group, { attributes, reverted, clearing }: GroupPlan, now: Date) {
  const { _id, organization, directoryName } = group;
  const update = {
    $set: {
      ...(attributes && { inForce: attributes }),
      ...(attributes &&
        reverted && { attributes, keys: groupKeys(attributes, directoryName), modifiedAt: now }),
      ...(clearing && { clearing: { reason: clearing, at: now } }),
      ...(clearing === "linked" && { linkedAt: now }),
    },
    // The name that went back is a change like any other to whoever has read the group.
    ...(reverted && { $inc: { version: 1, attributesVersion: 1 } }),
    $unset: {
      pending: true as const,
      revertedFrom: true as const,
      ...(!attributes && { inForce: true as const }),
    },
  };
  return { updateOne: { filter: { _id, organization }, update } };
}

function tell(turn: Turn, { _id, pending, removedAt }: Group, { events }: GroupPlan): void {
  const since = pending?.since ?? turn.organization.createdAt;
  turn.tell(events.map((event) => ({ ...event, group: _id, since })));
  if (removedAt) turn.resolve(_id, failureKinds);
}
