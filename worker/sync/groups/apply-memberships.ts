/**
 * Applies one batch of pending memberships in a turn at the organization: all of it, or nothing. Memberships that
 * become the same are written together.
 */
import type { ObjectId } from "mongodb";
import type { Membership } from "../../../shared/store/group-documents.ts";
import { tombstoneMs } from "../../../shared/store/memberships.ts";
import { inTurn, type Turn } from "../../../shared/store/turn.ts";
import type { WorkerDeps } from "../../deps.ts";
import { type MembershipPlan, planMembership } from "./plan-membership.ts";

/**
 * Applies what is due.
 * @param only the id of the one membership to apply; without it, the batch that is due first
 * @returns how many memberships were taken
 */
export async function applyMemberships(
  deps: WorkerDeps,
  organization: string,
  only?: ObjectId,
): Promise<number> {
  const { store, config, now } = deps;
  const at = now();
  const applied = await inTurn(store, organization, at, async (turn) => {
    const memberships = await store.memberships
      .find(
        { organization, "pending.dueAt": { $lte: at }, ...(only !== undefined && { _id: only }) },
        { session: turn.session },
      )
      .sort({ "pending.dueAt": 1 })
      .limit(config.MEMBERSHIP_BATCH)
      .toArray();
    if (memberships.length === 0) return 0;
    const plans = await plan(deps, turn, memberships);
    await write(deps, turn, plans, at);
    for (const planned of plans) tell(turn, planned);
    return memberships.length;
  });
  return applied ?? 0;
}

async function plan(
  { store }: WorkerDeps,
  { session, organization: { _id: organization } }: Turn,
  memberships: readonly Membership[],
): Promise<MembershipPlan[]> {
  const ids = (end: "group" | "member") => ({ $in: [...new Set(memberships.map((one) => one[end]))] });
  const groups = await store.groups
    .find({ organization, _id: ids("group") }, { session, projection: { directoryKey: 1, removedAt: 1 } })
    .toArray();
  const members = await store.members
    .find({ organization, _id: ids("member") }, { session, projection: { removedAt: 1 } })
    .toArray();
  const groupById = new Map(groups.map((group) => [group._id, group]));
  const memberById = new Map(members.map((member) => [member._id, member]));
  return memberships.map((membership) =>
    planMembership(membership, {
      group: groupById.get(membership.group) ?? null,
      member: memberById.get(membership.member) ?? null,
    }),
  );
}

async function write(
  { store }: WorkerDeps,
  { session, organization: { _id: organization } }: Turn,
  plans: readonly MembershipPlan[],
  now: Date,
): Promise<void> {
  const ids = (becomes: MembershipPlan["becomes"]) => ({
    organization,
    _id: { $in: plans.filter((one) => one.becomes === becomes).map(({ membership }) => membership._id) },
  });
  const forgetAt = new Date(now.getTime() + tombstoneMs);
  await store.memberships.bulkWrite(
    [
      {
        updateMany: {
          filter: ids("present"),
          update: { $set: { present: true, inForce: true }, $unset: { pending: true } },
        },
      },
      {
        updateMany: {
          filter: ids("absent"),
          update: { $set: { present: false, inForce: false, forgetAt }, $unset: { pending: true } },
        },
      },
      { deleteMany: { filter: ids("gone") } },
    ],
    { session },
  );
  const growths = Map.groupBy(plans, ({ membership }) => membership.group);
  const sizes = [...growths].flatMap(([_id, own]) => {
    const members = own.reduce((sum, { growth }) => sum + growth, 0);
    const update = { $inc: { members } };
    return members === 0 ? [] : [{ updateOne: { filter: { _id, organization }, update, upsert: true } }];
  });
  if (sizes.length > 0) await store.groupSizes.bulkWrite(sizes, { session });
}

function tell(turn: Turn, { membership, events }: MembershipPlan): void {
  const { group, member, pending } = membership;
  const since = pending?.since ?? turn.organization.createdAt;
  turn.tell(events.map((event) => ({ ...event, group, member, since })));
  if (pending?.error !== undefined) turn.resolve(group, ["work"]);
}
