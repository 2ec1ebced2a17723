/**
 * A turn at an organization: a transaction that no other one of the same organization overlaps.
 * The first thing it does is to write the organization's document, so of two that overlap one is rolled back and
 * run again. Seats, the numbers of events and who holds an address are exact because of it.
 */
import type { ClientSession } from "mongodb";
import type { Cut } from "../removal-guard.ts";
import { within } from "../within.ts";
import type { FailureKind, Organization } from "./documents.ts";
import type { Event } from "./event-documents.ts";
import { type FailureDraft, opening, type Resolved, resolutions } from "./failure-writes.ts";
import type { Store } from "./store.ts";

type EventDraft = Omit<Event, "_id" | "organization" | "number" | "at">;

export type Turn = {
  readonly session: ClientSession;
  /** As it was when the turn began. */
  readonly organization: Organization;
  /** Adds entries to the feed, in this order. */
  tell(events: readonly EventDraft[]): void;
  /** Takes seats, or gives them back where the number is negative. */
  takeSeats(seats: number): void;
  /** Replaces what is counted of those who lost access within the last hour. */
  noteCuts(cuts: readonly Cut[]): void;
  /** Opens failures, or counts them up where they are open. */
  fail(failures: readonly FailureDraft[]): void;
  /** Resolves the open failures of a member or group that are of some kinds. */
  resolve(subject: string, kinds: readonly FailureKind[]): void;
};

/** How long a turn may take with all its repetitions before its caller hears that it failed. */
const options = { timeoutMS: 15_000 };
/** After how long a turn counts as lost (`batch.ts` says how that comes); MongoDB has undone it by then. */
const lostMs = 30_000;

/**
 * Runs work in a turn; it may run more than once, so it does nothing but through the session and the turn.
 * @returns what the work returned; null where there is no such organization
 */
export async function inTurn<Result>(
  store: Store,
  organization: string,
  now: Date,
  work: (turn: Turn) => Promise<Result>,
): Promise<Result | null> {
  const turn = store.client.withSession((session) =>
    session.withTransaction(async () => {
      const found = await store.organizations.findOneAndUpdate(
        { _id: organization },
        { $inc: { turn: 1 } },
        { session, returnDocument: "after" },
      );
      if (!found) return null;
      const drafts = openDrafts(found, session);
      const result = await work(drafts.turn);
      await writeDrafts(store, found, now, session, drafts);
      return result;
    }, options),
  );
  return within(turn, lostMs, "a turn");
}

type Drafts = {
  readonly turn: Turn;
  readonly events: EventDraft[];
  readonly failures: FailureDraft[];
  readonly resolved: Resolved[];
  seats: number;
  cuts?: readonly Cut[];
};

function openDrafts(organization: Organization, session: ClientSession): Drafts {
  const drafts: Drafts = {
    events: [],
    failures: [],
    resolved: [],
    seats: 0,
    turn: {
      session,
      organization,
      tell: (events) => void drafts.events.push(...events),
      takeSeats: (seats) => {
        drafts.seats += seats;
      },
      noteCuts: (cuts) => {
        drafts.cuts = cuts;
      },
      fail: (failures) => void drafts.failures.push(...failures),
      resolve: (subject, kinds) => {
        if (kinds.length > 0) drafts.resolved.push({ subject, kinds });
      },
    },
  };
  return drafts;
}

async function writeDrafts(
  store: Store,
  { _id, lastEvent }: Organization,
  now: Date,
  session: ClientSession,
  drafts: Drafts,
): Promise<void> {
  const events = drafts.events.map(
    (draft, index): Event => ({
      ...draft,
      _id: `${_id}:${lastEvent + index + 1}`,
      organization: _id,
      number: lastEvent + index + 1,
      at: now,
    }),
  );
  if (events.length > 0) await store.events.insertMany(events, { session });
  const failures = [
    ...resolutions(_id, drafts.resolved, now),
    ...drafts.failures.map((row) => opening(_id, row, now)),
  ];
  if (failures.length > 0) await store.failures.bulkWrite(failures, { session });
  const { seats, cuts } = drafts;
  if (events.length > 0 || seats !== 0 || cuts) {
    const step = { lastEvent: events.length, "seats.used": seats };
    await store.organizations.updateOne(
      { _id },
      { $inc: step, ...(cuts && { $set: { cuts } }) },
      { session },
    );
  }
}
