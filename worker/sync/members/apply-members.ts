/**
 * Applies one batch of pending members in a turn at the organization: all of it, or nothing.
 * A record that the directory writes meanwhile makes the turn start over, so no plan is made from what is no longer.
 */
import { hashToken, invitationEmailId, invitationToken } from "../../../shared/invitation.ts";
import { fold } from "../../../shared/scim/value/fold.ts";
import {
  type Email,
  type FailureKind,
  failureKinds,
  type Invitation,
  type Member,
  type Standing,
} from "../../../shared/store/documents.ts";
import { endSessions } from "../../../shared/store/sessions.ts";
import type { Store } from "../../../shared/store/store.ts";
import { inTurn, type Turn } from "../../../shared/store/turn.ts";
import { wakeForAddresses, wakeForSeats, wakeHeldBack } from "../../../shared/store/waiting.ts";
import type { WorkerDeps } from "../../deps.ts";
import { countApplied } from "../../ops/count-applied.ts";
import { guardRemovals } from "./guard.ts";
import { leaveGroups } from "./leave-groups.ts";
import { type Plan, planMember } from "./plan.ts";
import { holdersAmong, type Situation } from "./situation.ts";

/** The failures that are over once a member's work is done and the member no longer waits. */
const passing: readonly FailureKind[] = ["seat", "address", "noAddress", "work"];
const dayMs = 24 * 60 * 60 * 1000;

/** How many members were taken, which of them were applied, and the e-mails to be queued once the batch is written. */
export type Applied = {
  readonly members: number;
  readonly applied: readonly Member[];
  readonly emails: readonly string[];
};
const nothing: Applied = { members: 0, applied: [], emails: [] };

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
    const held = guardRemovals(turn, members, at);
    const removed = members.filter(({ _id, removedAt }) => removedAt !== undefined && !held.has(_id));
    const leaving = await leaveGroups(store, turn, removed, at);
    const ready = members.filter(({ _id }) => !leaving.has(_id));
    const situation = await readSituation(deps, turn, ready, held, at);
    const plans = ready.map((member) => planMember(member, situation));
    const emails = await write(deps, turn, plans, situation);
    return { members: members.length, applied: ready, emails };
  });
  countApplied(deps, organization, "members", applied?.applied ?? []);
  return applied ?? nothing;
}

async function readSituation(
  { store }: WorkerDeps,
  turn: Turn,
  members: readonly Member[],
  held: ReadonlySet<string>,
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
    settings: turn.organization.settings,
    held,
    names: await namesTaken(
      store,
      turn,
      members.filter(({ _id }) => held.has(_id)),
    ),
    seatsFree: seats.bought - seats.used,
    holders: holdersAmong(marked),
    sent: new Set(sent.map(({ _id }) => _id)),
  };
}

/** The names of some removed members that others have by now. */
async function namesTaken(
  { members }: Store,
  { session, organization: { _id: organization } }: Turn,
  removed: readonly Member[],
): Promise<ReadonlySet<string>> {
  if (removed.length === 0) return new Set();
  const names = removed.map(({ attributes }) => fold(attributes.userName));
  const others = {
    organization,
    "keys.userName": { $in: names },
    _id: { $nin: removed.map(({ _id }) => _id) },
  };
  const found = await members.find(others, { session, projection: { "keys.userName": 1 } }).toArray();
  return new Set(found.flatMap(({ keys }) => keys.userName ?? []));
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
  const written = plans.map((plan) => ({ plan, standing: standingOf(deps, plan, expiresAt) }));
  const updates = written.map(({ plan, standing }) => memberUpdate(plan, standing, now));
  if (updates.length > 0) await store.members.bulkWrite(updates, { session, ordered: false });
  const emails = written.flatMap(({ plan: { member, invite }, standing: { invitation } }) =>
    invite && invitation ? [emailOf(member, invitation, now)] : [],
  );
  if (emails.length > 0) await store.emails.insertMany(emails, { session });
  const out = plans.filter(isPutOut).map(({ member }) => member._id);
  if (out.length > 0) await endSessions(store, organization._id, out, session);
  for (const plan of plans) tell(turn, plan);
  if (plans.some(isDecided) && !(await isAnyHeld(store, turn))) turn.resolve(organization._id, ["removals"]);
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
  const isLetGo = plans.some(({ member }) => member.standing.waiting?.kind === "release");
  if (isLetGo && organization.settings.invitations !== "held")
    await wakeHeldBack(store, session, organization._id, now);
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

/** Whether the member could sign in until now. */
function isPutOut({ member, standing }: Plan): boolean {
  const before = member.standing.status;
  return (
    (before === "accepted" || before === "confirmed") &&
    (standing.status !== before || isGone(member, standing))
  );
}

/** Whether the member's removal was held for review until now. */
function isDecided({ member, standing }: Plan): boolean {
  return member.standing.waiting?.kind === "review" && standing.waiting?.kind !== "review";
}

async function isAnyHeld({ members }: Store, { session, organization: { _id } }: Turn): Promise<boolean> {
  const held = { organization: _id, "standing.waiting.kind": "review" } as const;
  return (await members.findOne(held, { session, projection: { _id: 1 } })) !== null;
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

function memberUpdate({ member, keys }: Plan, standing: Standing, now: Date) {
  const { _id, organization, version } = member;
  const forget = isGone(member, standing) ? { forgetAt: new Date(now.getTime() + dayMs) } : {};
  const update = {
    $set: { standing, ...forget, ...(keys && { keys }) },
    $unset: { pending: true as const, inviteAgain: true as const },
  };
  return { updateOne: { filter: { _id, organization, version }, update } };
}

/** Removed, and not held for review. */
function isGone({ removedAt }: Member, after: Standing): boolean {
  return removedAt !== undefined && after.waiting?.kind !== "review";
}

function emailOf({ _id, organization }: Member, { number, tokenHash }: Invitation, now: Date): Email {
  return {
    _id: invitationEmailId(_id, number),
    organization,
    kind: "invitation",
    member: _id,
    number,
    tokenHash,
    state: "queued",
    attempts: 0,
    createdAt: now,
    dueAt: now,
  };
}

function tell(turn: Turn, { member, standing, events, failure }: Plan): void {
  const { _id, pending } = member;
  const status = isGone(member, standing) ? "removed" : standing.status;
  const since = pending?.since ?? turn.organization.createdAt;
  turn.tell(events.map((event) => ({ ...event, member: _id, status, since })));
  if (failure) turn.fail([{ ...failure, subject: _id }]);
  turn.resolve(_id, settledKinds(member, standing));
}

/** The failures that are over now that the member's work is done. Most members never had any. */
function settledKinds(member: Member, after: Standing): readonly FailureKind[] {
  const { pending, standing: before } = member;
  if (isGone(member, after)) return failureKinds;
  const isOutOwner = after.role === "owner" && after.status === "revoked";
  // What became of an invitation that counts no more is nobody's trouble.
  const isUninvited =
    before.status === "invited" && (after.status !== "invited" || after.address !== before.address);
  const wasTroubled = before.waiting !== undefined || pending?.error !== undefined;
  const over = wasTroubled ? passing.filter((kind) => kind !== after.waiting?.kind) : [];
  return [
    ...over,
    ...(isOutOwner ? (["lastOwner"] as const) : []),
    ...(isUninvited ? (["mail"] as const) : []),
  ];
}
