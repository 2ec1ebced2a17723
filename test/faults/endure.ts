/**
 * The driver: a sync, a fault in the middle of it, and the reckoning once everything has come to rest.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { House } from "../support/house.ts";
import { openOrganization } from "../support/organization.ts";
import { type Reckoning, reckon } from "./account.ts";
import type { Fault } from "./faults.ts";
import { type Synced, sync } from "./sync.ts";

export type Extent = {
  readonly people: number;
  /** How long "a while" is, and how long "past the lock". */
  readonly whileMs: number;
  readonly lockMs: number;
  /** When what is pending then counts as pending for ever. */
  readonly deadlineMs: number;
};

export type Endured = Reckoning &
  Pick<Synced, "writes" | "longestGapMs"> & {
    /** From the last acknowledgement, or from the end of the fault where that was later, until nothing was pending. */
    readonly convergedMs: number;
  };

/** Where in the sync a fault is done; one that takes no time is done twice. */
const quarters = { first: 1, mended: 2, again: 3 };

/** Does a fault, and reckons. @throws Error where something is still pending at the deadline */
export async function endure<Place extends { readonly house: House }>(
  place: Place,
  fault: Fault<Place>,
  extent: Extent,
): Promise<Endured> {
  const { people, deadlineMs } = extent;
  const organization = await openOrganization(place.house, { seats: people + 1 });
  const lastsMs = { "no time": 0, "a while": extent.whileMs, "past the lock": extent.lockMs }[fault.lasts];
  const count = (quarter: number) => Math.floor((people * quarter) / 4);
  let struck: Promise<() => Promise<void>> | null = null;
  let mended: Promise<void> = Promise.resolve();

  function strike(): void {
    const done = mended.then(() => fault.strike(place));
    struck = done;
    mended = done.then(async (undo) => {
      await pause(lastsMs);
      await undo();
    });
    // Whoever waits for it in the end hears of it.
    mended.catch(() => undefined);
  }

  const synced = await sync(organization, people, (acknowledged) => {
    const isBrief = lastsMs === 0;
    if (acknowledged === count(quarters.first)) strike();
    if (acknowledged === count(quarters.again) && isBrief) strike();
    // From now on it is written under the fault, and the last half once it is over.
    if (acknowledged >= count(quarters.mended) && !isBrief) return mended;
    return struck?.then(() => undefined);
  });
  await mended;
  const restAt = performance.now();
  await organization.settled(deadlineMs);
  const convergedMs = performance.now() - restAt;
  const { writes, longestGapMs } = synced;
  return { ...(await reckon(place.house, organization, synced.model)), writes, longestGapMs, convergedMs };
}
