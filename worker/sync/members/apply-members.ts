/**
 * Applies one batch of pending members in a turn at the organization: all of it, or nothing.
 * A record that the directory writes meanwhile makes the turn start over, so no plan is made from what is no longer.
 */
import { hashToken, invitationEmailId, invitationToken } from "../../../shared/invitation.ts";
import {
  type Email,
  type FailureKind,
  failureKinds,
  type Member,
  type Standing,
} from "../../../shared/store/documents.ts";
import { inTurn, type Turn } from "../../../shared/store/turn.ts";
import { wakeForAddresses, wakeForSeats } from "../../../shared/store/waiting.ts";
import type { WorkerDeps } from "../../deps.ts";
import { leaveGroups } from "./leave-groups.ts";
import { type Plan, planMember } from "./plan.ts";
import { holdersAmong, type Situation } from "./situation.ts";

/** The failures that are over once a member's work is done and the member no longer waits. */
const passing: readonly FailureKind[] = ["seat", "address", "noAddress", "work"];
const dayMs = 24 * 60 * 60 * 1000;

/** How many members were taken; and the e-mails that are to be queued once the batch is written. */
export type Applied = { readonly members: number; readonly emails: readonly string[] };
const nothing: Applied = { members: 0, emails: [] };

/**
 * Applies what is due.
 * @param only the id of the one member to apply; without it, the batch that is due first
 */
export async function applyMembers(deps: WorkerDeps, organization: string, only?: string): Promise<Applied> {
  const { store, config, now } = deps;
  const at = now();
  const applied = await inTurn(store, organization, at, async (turn): Promise<Applied> => {
    const { session } = turn;
    const members = await store.members
      .find(
        { organization, "pending.dueAt": { $lte: at }, ...(only !== undefined && { _id: only }) },
        { session },
      )
      .sort({ "pending.dueAt": 1 })
      .limit(config.DRAIN_BATCH)
      .toArray();
    if (members.length === 0) return nothing;
    const removed = members.filter(({ removedAt }) => removedAt !== undefined);
    const leaving = await leaveGroups(store, turn, removed, at);
    const ready = members.filter(({ _id }) => !leaving.has(_id));
    const situation = await readSituation(deps, turn, ready, at);
    const plans = ready.map((member) => planMember(member, situation));
    const emails = await write(deps, turn, plans, situation);
    return { members: members.length, emails };
  });
  return applied ?? nothing;
}

async function readSituation(
  { store }: WorkerDeps,
  turn: Turn,
  members: readonly Member[],
  now: Date,
): Promise<Situation> {
  const { _id: organization, seats } = turn.organization;
  const addresses = members.flatMap(({ keys }) => keys.address ?? []);
  const marked = await store.members
    .find({ organization, "standing.address": { $in: addresses } }, { session: turn.session })
    .toArray();
  const earlier = members.flatMap(({ _id, standing: { status, invitation } }) =>
    status === "revoked" && invitation ? [invitationEmailId(_id, invitation.number)] : [],
  );
  const sent =
    earlier.length === 0
      ? []
      : await store.emails
          .find({ organization, _id: { $in: earlier }, state: "sent" }, { session: turn.session })
          .toArray();
  return {
    now,
    seatsFree: seats.bought - seats.used,
    holders: holdersAmong(marked),
    sent: new Set(sent.map(({ _id }) => _id)),
  };
}

async function write(
  deps: WorkerDeps,
  turn: Turn,
  plans: readonly Plan[],
  { now }: Situation,
): Promise<string[]> {
  const { store } = deps;
  const { session, organization } = turn;
  const expiresAt = new Date(now.getTime() + organization.settings.invitationDays * dayMs);
  const updates = plans.map((plan) => memberUpdate(plan, standingOf(deps, plan, expiresAt), now));
  if (updates.length > 0) await store.members.bulkWrite(updates, { session, ordered: false });
  const emails = plans.flatMap((plan) =>
    plan.invite ? [emailOf(plan.member, plan.invite.number, now)] : [],
  );
  if (emails.length > 0) await store.emails.insertMany(emails, { session });
  for (const plan of plans) tell(turn, plan);
  const freedSeats = plans.reduce(
    (sum, { member, standing }) => sum + Number(member.standing.seat) - Number(standing.seat),
    0,
  );
  turn.takeSeats(-freedSeats);
  const free = organization.seats.bought - organization.seats.used + freedSeats;
  // Whoever was to have a seat and does not take it lets the next one go on.
  const passedOn = plans.some(
    ({ member, standing }) => member.standing.waiting?.kind === "seat" && !standing.seat,
  );
  if (freedSeats > 0 || passedOn) await wakeForSeats(store, session, organization._id, free, now);
  await wakeForAddresses(
    store,
    session,
    organization._id,
    plans.flatMap(({ freed }) => freed ?? []),
    now,
  );
  return emails.map(({ _id }) => _id);
}

function standingOf(
  { invitationSecret }: WorkerDeps,
  { member, standing, invite }: Plan,
  expiresAt: Date,
): Standing {
  if (!invite) return standing;
  const { organization, _id } = member;
  const token = invitationToken(invitationSecret, {
    organization,
    member: _id,
    number: invite.number,
  });
  return { ...standing, invitation: { ...invite, tokenHash: hashToken(token), expiresAt } };
}

function memberUpdate({ member }: Plan, standing: Standing, now: Date) {
  const { _id, organization, version, removedAt } = member;
  const forget = removedAt ? { forgetAt: new Date(now.getTime() + dayMs) } : {};
  const update = { $set: { standing, ...forget }, $unset: { pending: true as const } };
  return { updateOne: { filter: { _id, organization, version }, update } };
}

function emailOf({ _id, organization }: Member, number: number, now: Date): Email {
  return {
    _id: invitationEmailId(_id, number),
    organization,
    kind: "invitation",
    member: _id,
    number,
    state: "queued",
    attempts: 0,
    createdAt: now,
    dueAt: now,
  };
}

function tell(turn: Turn, { member, standing, events, failure }: Plan): void {
  const { _id, pending, removedAt } = member;
  const status = removedAt ? "removed" : standing.status;
  const since = pending?.since ?? turn.organization.createdAt;
  turn.tell(events.map((event) => ({ ...event, member: _id, status, since })));
  if (failure) turn.fail([{ ...failure, subject: _id }]);
  turn.resolve(_id, settledKinds(member, standing));
}

/** The failures that are over now that the member's work is done. Most members never had any. */
function settledKinds(
  { pending, removedAt, standing: before }: Member,
  after: Standing,
): readonly FailureKind[] {
  if (removedAt) return failureKinds;
  const isOutOwner = after.role === "owner" && after.status === "revoked";
  const wasTroubled = before.waiting !== undefined || pending?.error !== undefined;
  const over = wasTroubled ? passing.filter((kind) => kind !== after.waiting?.kind) : [];
  return isOutOwner ? [...over, "lastOwner"] : over;
}
