/**
 * A turn at an organization: a transaction that no other one of the same organization overlaps.
 * The first thing it does is to write the organization's document, so of two that overlap one is rolled back and
 * run again. Seats, the numbers of events and who holds an address are exact because of it.
 */
import type { ClientSession } from "mongodb";
import type { Event, Failure, FailureKind, Organization } from "./documents.ts";
import type { Store } from "./store.ts";

type EventDraft = Omit<Event, "_id" | "organization" | "number" | "at">;

export type FailureDraft = { readonly kind: FailureKind; readonly subject: string; readonly cause: string };

export type Turn = {
  readonly session: ClientSession;
  /** As it was when the turn began. */
  readonly organization: Organization;
  /** Adds entries to the feed, in this order. */
  tell(events: readonly EventDraft[]): void;
  /** Takes seats, or gives them back where the number is negative. */
  takeSeats(seats: number): void;
  /** Opens failures, or counts them up where they are open. */
  fail(failures: readonly FailureDraft[]): void;
  /** Resolves the open failures of a member or group that are of some kinds. */
  resolve(subject: string, kinds: readonly FailureKind[]): void;
};

/** How long a turn may take with all its repetitions before its caller hears that it failed. */
const options = { timeoutMS: 15_000 };

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
  return store.client.withSession((session) =>
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
}

type Drafts = {
  readonly turn: Turn;
  readonly events: EventDraft[];
  readonly failures: FailureDraft[];
  readonly resolved: { subject: string; kinds: readonly FailureKind[] }[];
  seats: number;
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
    ...drafts.resolved.map((row) => resolution(_id, row)),
    ...drafts.failures.map((row) => opening(_id, row, now)),
  ];
  if (failures.length > 0) await store.failures.bulkWrite(failures, { session });
  if (events.length > 0 || drafts.seats !== 0) {
    const step = { lastEvent: events.length, "seats.used": drafts.seats };
    await store.organizations.updateOne({ _id }, { $inc: step }, { session });
  }
}

function resolution(
  organization: string,
  { subject, kinds }: { subject: string; kinds: readonly FailureKind[] },
) {
  const filter = { organization, subject, state: "open" as const, kind: { $in: kinds } };
  return { updateMany: { filter, update: { $set: { state: "resolved" as const } } } };
}

/** The upsert that opens a failure or counts it up; its id is its kind and subject. */
export function opening(organization: string, { kind, subject, cause }: FailureDraft, now: Date) {
  return {
    updateOne: {
      filter: { _id: `${organization}:${kind}:${subject}`, organization },
      update: {
        $set: { kind, subject, cause, lastAt: now, state: "open" as const },
        $setOnInsert: { firstAt: now },
        $inc: { count: 1 },
      },
      upsert: true,
    },
  } satisfies { updateOne: { filter: Partial<Failure>; update: object; upsert: boolean } };
}
