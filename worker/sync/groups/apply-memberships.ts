/**
 * Applies one batch of pending memberships in a turn at the organization: all of it, or nothing. Memberships that
 * become the same are written together.
 */
import type { ObjectId } from "mongodb";
import type { Membership } from "../../../shared/store/group-documents.ts";
import { tombstoneMs } from "../../../shared/store/memberships.ts";
import { inTurn, type Turn } from "../../../shared/store/turn.ts";
import type { WorkerDeps } from "../../deps.ts";
import { countApplied } from "../../ops/count-applied.ts";
import { type MembershipPlan, planMembership, type Untold, untoldEnds } from "./plan-membership.ts";
import { resolveRecovered } from "./recovered.ts";

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
    if (memberships.length === 0) return [];
    const joined = await readEnds(deps, turn, memberships);
    const ready = joined.filter((one) => untoldEnds(one).length === 0);
    if (ready.length < joined.length) await putOff(deps, turn, joined, at);
    const plans = ready.map(({ membership, ...ends }) => planMembership(membership, ends));
    if (plans.length > 0) await write(deps, turn, plans, at);
    for (const planned of plans) tell(turn, planned);
    const recovered = plans.filter(({ membership: { pending } }) => pending?.error !== undefined);
    await resolveRecovered(
      store,
      turn,
      recovered.map(({ membership }) => membership.group),
    );
    return plans.map(({ membership }) => membership);
  });
  return countApplied(deps, organization, "memberships", applied ?? []);
}

type Joined = Untold & Parameters<typeof planMembership>[1] & { readonly membership: Membership };

async function readEnds(
  { store }: WorkerDeps,
  { session, organization: { _id: organization } }: Turn,
  memberships: readonly Membership[],
): Promise<Joined[]> {
  const ids = (end: "group" | "member") => ({ $in: [...new Set(memberships.map((one) => one[end]))] });
  const groups = await store.groups
    .find(
      { organization, _id: ids("group") },
      { session, projection: { directoryKey: 1, removedAt: 1, inForce: 1, pending: 1 } },
    )
    .toArray();
  const members = await store.members
    .find(
      { organization, _id: ids("member") },
      { session, projection: { removedAt: 1, standing: 1, pending: 1 } },
    )
    .toArray();
  const groupById = new Map(groups.map((group) => [group._id, group]));
  const memberById = new Map(members.map((member) => [member._id, member]));
  return memberships.map((membership) => ({
    membership,
    group: groupById.get(membership.group) ?? null,
    member: memberById.get(membership.member) ?? null,
  }));
}

/**
 * A membership whose member or group is not told yet stays due, since they come before it in the drain; where their
 * own work is put off or has failed, so is the membership.
 */
async function putOff(
  { store, config }: WorkerDeps,
  { session, organization: { _id: organization } }: Turn,
  joined: readonly Joined[],
  now: Date,
): Promise<void> {
  const stuck = joined.filter((one) =>
    untoldEnds(one).some(({ pending }) => !pending?.dueAt || pending.dueAt > now),
  );
  if (stuck.length === 0) return;
  await store.memberships.updateMany(
    { organization, _id: { $in: stuck.map(({ membership }) => membership._id) } },
    { $set: { "pending.dueAt": new Date(now.getTime() + config.WORK_BACKOFF_MS) } },
    { session },
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
  // First, before others write the group again: to whoever has read it, it is another one now.
  const shown = [...new Set(plans.flatMap(({ shows, membership }) => (shows ? [membership.group] : [])))];
  if (shown.length > 0)
    await store.groups.updateMany(
      { organization, _id: { $in: shown } },
      { $inc: { version: 1 }, $set: { modifiedAt: now } },
      { session },
    );
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
}
