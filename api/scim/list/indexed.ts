/**
 * A page by an index: nobody is read but those who come.
 */
import { fold } from "../../../shared/scim/value/fold.ts";
import { everything, type Listed, type Order, type Place } from "../../../shared/store/source.ts";
import type { ApiDeps } from "../../deps.ts";
import type { Position } from "./cursor.ts";
import type { Slice, Way } from "./find.ts";
import type { Part } from "./parts.ts";
import { type ListPositions, positionsOf, stride } from "./positions.ts";

export async function findIndexed(deps: ApiDeps, way: Way, order: Order): Promise<Slice> {
  const { parts, count } = way;
  const { total, start } = await beginningOf(way, order);
  let { part: index, after, skip } = start;
  const found: Slice["found"][number][] = [];
  // One more than is asked for tells whether more follow.
  while (count > 0 && index < parts.length && found.length <= count) {
    const part = parts[index];
    if (!part) break;
    const place = { after, skip };
    const records = await readFrom(deps, way, {
      part,
      order,
      place,
      limit: count + 1 - found.length,
    });
    found.push(...records.map((record) => ({ kind: part.kind, record })));
    index += 1;
    after = undefined;
    skip = 0;
  }
  const shown = found.slice(0, count);
  const last = shown.at(-1);
  if (!last || found.length <= count) return { total, found: shown };
  const end = parts.findIndex(({ kind }) => kind === last.kind);
  return { total, found: shown, end: [end, way.sort ? standsAt(last.record, order) : null, last.record._id] };
}

async function beginningOf(
  { parts, from }: Way,
  order: Order,
): Promise<{ total: number; start: { part: number } & Place }> {
  if ("total" in from) return { total: from.total, start: partAfter(from.after, order) };
  const totals = await Promise.all(parts.map(({ source, query }) => source.count(query)));
  return { total: totals.reduce((sum, one) => sum + one, 0), start: partAt(totals, from.skip) };
}

/** In which part a place is, and how far within it. */
function partAt(totals: readonly number[], skip: number): { part: number } & Place {
  let left = skip;
  let part = 0;
  for (const total of totals.slice(0, -1)) {
    if (left < total) break;
    left -= total;
    part += 1;
  }
  return { part, after: undefined, skip: left };
}

/** The same list may have been looked through without the index when the cursor was made. */
function partAfter([part, key, id]: Position, { field }: Order): { part: number } & Place {
  return { part, after: field === "_id" ? id : String(key), skip: 0 };
}

/** How long a write can be on its way after its id was made. */
const settledMs = 5_000;

type Wanted = { readonly part: Part; readonly order: Order; readonly place: Place; readonly limit: number };

async function readFrom(
  deps: Pick<ApiDeps, "positions" | "now">,
  { organization }: Way,
  wanted: Wanted,
): Promise<readonly Listed[]> {
  const { part, order, place, limit } = wanted;
  const isWhole = part.query === everything && order.field === "_id" && !order.descending;
  const isNear = place.skip + limit <= stride;
  if (!isWhole || place.after !== undefined || isNear)
    return part.source.page(part.query, order, place, limit);
  const known = deps.positions.of(positionsOf(organization, part.kind));
  const start = await approach(known, wanted, deps.now());
  const records = await part.source.page(part.query, order, start, limit);
  const last = records.at(limit - 2);
  if (last && records.length === limit && isSettled(last, deps.now()))
    known.remember({ index: place.skip + limit - 1, after: last._id });
  return records;
}

/** Goes from the last position that is known towards a place, in strides that are remembered. */
async function approach(positions: ListPositions, { part, order, place }: Wanted, now: Date): Promise<Place> {
  const known = positions.before(place.skip);
  let index = known?.index ?? 0;
  let after = known?.after;
  while (place.skip - index > stride) {
    const [next] = await part.source.page(part.query, order, { after, skip: stride - 1 }, 1);
    if (!next) break;
    index += stride;
    after = next._id;
    if (isSettled(next, now)) positions.remember({ index, after });
  }
  return { after, skip: place.skip - index };
}

/** Ids of the same moment are in no order, so one that is still to come could stand before a very young one. */
function isSettled({ createdAt }: Listed, now: Date): boolean {
  return now.getTime() - createdAt.getTime() > settledMs;
}

function standsAt({ _id, attributes }: Listed, { field }: Order): string {
  return field === "_id" ? _id : fold(String(attributes["userName"]));
}
