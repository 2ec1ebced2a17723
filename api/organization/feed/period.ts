/**
 * The events of a period, found by the index of their numbers: an index of their times would cost every write of an event.
 * Events have their numbers in the order of their times, but for as long as a turn can wait and clocks differ; so the
 * numbers of a period are found by halving, with some more at both ends, and the times have the last word.
 */
import type { Filter } from "mongodb";
import type { Organization } from "../../../shared/store/documents.ts";
import type { Event } from "../../../shared/store/event-documents.ts";
import type { Store } from "../../../shared/store/store.ts";

/** Longer than any turn waits and than clocks of servers differ. */
const disorderMs = 10 * 60_000;

type Period = { readonly from?: Date | undefined; readonly until?: Date | undefined };
type Place = Pick<Organization, "_id" | "lastEvent">;

/** What events of a period match, all parts together: those at its beginning included, those at its end not. */
export async function inPeriod(
  store: Store,
  place: Place,
  { from, until }: Period,
): Promise<Filter<Event>[]> {
  const [begun, over] = await Promise.all([
    from && firstSince(store, place, new Date(from.getTime() - disorderMs)),
    until && firstSince(store, place, new Date(until.getTime() + disorderMs)),
  ]);
  return [
    ...(from && begun !== undefined ? [{ at: { $gte: from }, number: { $gte: begun } }] : []),
    ...(until && over !== undefined ? [{ at: { $lt: until }, number: { $lt: over } }] : []),
  ];
}

/** The number of the first event since a moment, or the one after the last of all. */
async function firstSince({ events }: Store, { _id, lastEvent }: Place, moment: Date): Promise<number> {
  let low = 1;
  let high = lastEvent + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = await events.findOne(
      { organization: _id, number: { $gte: middle } },
      { sort: { number: 1 }, projection: { number: 1, at: 1 } },
    );
    if (found && found.at < moment) low = found.number + 1;
    else high = middle;
  }
  return low;
}
