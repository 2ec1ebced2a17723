/**
 * The feed of an organization (row B60): read forwards by those who follow it, and backwards by people.
 */
import type { Filter } from "mongodb";
import type { z } from "zod";
import type { Organization } from "../../../shared/store/documents.ts";
import type { Event } from "../../../shared/store/event-documents.ts";
import type { ApiDeps } from "../../deps.ts";
import { readNames } from "../names.ts";
import type { EventView, HistoryQuery, historyPage } from "../schema/event.ts";
import { inPeriod } from "./period.ts";

/** What a majority of the database's servers has: no change of the primary takes it back. */
export const decided = { readConcern: { level: "majority" } } as const;

/** What a history is narrowed by. */
type HistoryFilter = Pick<HistoryQuery, "member" | "group" | "kind" | "by" | "from" | "until">;

/** An event as the feed has it. */
export type FeedEvent = Omit<Event, "_id" | "organization">;

/**
 * The feed from an event on, in its one order.
 * @param how `decided` for those who keep what they are told
 */
export async function listEvents(
  { store }: Pick<ApiDeps, "store">,
  organization: string,
  after: number,
  limit: number,
  how: typeof decided | Record<string, never> = {},
): Promise<FeedEvent[]> {
  const rows = await store.events
    .find({ organization, number: { $gt: after } }, how)
    .sort({ number: 1 })
    .limit(limit)
    .toArray();
  return rows.map(({ _id, organization: _, ...row }) => row);
}

/** Events with what people call those who caused them. */
export async function presentEvents(
  deps: ApiDeps,
  organization: Organization,
  events: readonly FeedEvent[],
): Promise<EventView[]> {
  const names = await readNames(deps, organization, { actors: events.map(({ actor }) => actor) });
  return events.map((event) => view(event, names));
}

/** The number of the newest event that is decided. */
export async function lastEventOf({ store }: Pick<ApiDeps, "store">, organization: string): Promise<number> {
  const found = await store.organizations.findOne(
    { _id: organization },
    { ...decided, projection: { lastEvent: 1 } },
  );
  return found?.lastEvent ?? 0;
}

/** What happened, the newest first, with the names of whom it is about. */
export async function listHistory(
  deps: ApiDeps,
  organization: Organization,
  { before, limit, ...filter }: HistoryQuery,
): Promise<z.infer<typeof historyPage>> {
  const wanted = await narrowed(deps, organization, filter);
  // One more than the page, to know whether there is another.
  const found = await deps.store.events
    .find(
      { $and: [...wanted, ...(before === undefined ? [] : [{ number: { $lt: before } }])] },
      { maxTimeMS: deps.config.FILTER_MAX_MS },
    )
    .sort({ number: -1 })
    .limit(limit + 1)
    .toArray();
  const rows = found.slice(0, limit);
  return {
    items: await withNames(deps, organization, rows),
    next: found.length > limit ? (rows.at(-1)?.number ?? null) : null,
  };
}

/** Everything that happened, the oldest first, some at a time, for those who take it all away. */
export async function* historyInPages(
  deps: ApiDeps,
  organization: Organization,
  filter: HistoryFilter,
): AsyncGenerator<Awaited<ReturnType<typeof withNames>>> {
  const pageSize = 500;
  const wanted = await narrowed(deps, organization, filter);
  for (let after = 0; ; ) {
    const rows = await deps.store.events
      .find({ $and: [...wanted, { number: { $gt: after } }] })
      .sort({ number: 1 })
      .limit(pageSize)
      .toArray();
    if (rows.length > 0) yield await withNames(deps, organization, rows);
    if (rows.length < pageSize) return;
    after = rows.at(-1)?.number ?? after;
  }
}

/** All parts together. */
async function narrowed(
  { store }: Pick<ApiDeps, "store">,
  organization: Organization,
  { member, group, kind, by, from, until }: HistoryFilter,
): Promise<Filter<Event>[]> {
  const own = {
    organization: organization._id,
    ...(member !== undefined && { member }),
    ...(group !== undefined && { group }),
    ...(kind !== undefined && { kind }),
    ...(by !== undefined && { "actor.kind": by }),
  };
  return [own, ...(await inPeriod(store, organization, { from, until }))];
}

async function withNames(deps: ApiDeps, organization: Organization, found: readonly Event[]) {
  const rows = found.map(({ _id, organization: _, ...row }) => row);
  const names = await readNames(deps, organization, {
    actors: rows.map(({ actor }) => actor),
    members: rows.map(({ member }) => member),
    groups: rows.map(({ group }) => group),
  });
  return rows.map((row) => ({
    ...view(row, names),
    memberName: names.member(row.member),
    groupName: names.group(row.group),
  }));
}

function view({ actor, detail, ...row }: FeedEvent, names: Awaited<ReturnType<typeof readNames>>): EventView {
  return { ...row, actor: names.actor(actor), ...(detail && { detail: [...detail] }) };
}
