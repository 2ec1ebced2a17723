/**
 * Members who wait: for a seat, for an address that another member holds, or for an admin to release the invitation.
 * When what they wait for is there they become pending again, and a drain takes them from there.
 */
import type { ClientSession } from "mongodb";
import type { WaitingFor } from "./documents.ts";
import type { Store } from "./store.ts";

/** The members that one turn wakes once invitations are sent at once. */
const heldBackMax = 200;

/**
 * Makes the members pending who have waited longest for a seat.
 * @param seats how many can go on
 */
export async function wakeForSeats(
  store: Store,
  session: ClientSession,
  organization: string,
  seats: number,
  now: Date,
): Promise<void> {
  if (seats > 0) await wakeLongest(store, session, organization, "seat", seats, now);
}

/**
 * Makes some members pending who were staged while invitations were held, now that they are sent at once. They are taken
 * a bounded share at a time: whoever applies one share wakes the next.
 */
export async function wakeHeldBack(
  store: Store,
  session: ClientSession,
  organization: string,
  now: Date,
): Promise<void> {
  await wakeLongest(store, session, organization, "release", heldBackMax, now);
}

async function wakeLongest(
  store: Store,
  session: ClientSession,
  organization: string,
  kind: WaitingFor,
  limit: number,
  now: Date,
): Promise<void> {
  const waiting = await store.members
    .find(
      { organization, "standing.waiting.kind": kind, pending: { $exists: false } },
      { session, projection: { _id: 1 } },
    )
    .sort({ "standing.waiting.since": 1 })
    .limit(limit)
    .toArray();
  if (waiting.length === 0) return;
  const ids = { $in: waiting.map(({ _id }) => _id) };
  await store.members.updateMany({ organization, _id: ids }, pendingSinceWaiting(now), { session });
}

/**
 * Makes the members pending who wait for one of some addresses.
 * @param addresses folded
 */
export async function wakeForAddresses(
  store: Store,
  session: ClientSession,
  organization: string,
  addresses: readonly string[],
  now: Date,
): Promise<void> {
  if (addresses.length === 0) return;
  const filter = {
    organization,
    "standing.waiting.kind": "address",
    "keys.address": { $in: [...addresses] },
    pending: { $exists: false },
  };
  await store.members.updateMany(filter, pendingSinceWaiting(now), { session });
}

/** Who has waited longer is due earlier, and so is served first. */
function pendingSinceWaiting(now: Date) {
  return [{ $set: { pending: { since: now, dueAt: "$standing.waiting.since", attempts: 0, changed: [] } } }];
}
