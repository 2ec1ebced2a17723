/**
 * Routes: the feed for programs, the history for people.
 */
import { Readable } from "node:stream";
import { stringify } from "csv-stringify";
import { findCaller } from "../../access/find-caller.ts";
import {
  decided,
  historyInPages,
  lastEventOf,
  listEvents,
  listHistory,
  presentEvents,
} from "../feed/events.ts";
import { untilEvent } from "../feed/live/until-event.ts";
import { hungUp } from "../http/hung-up.ts";
import { Problem } from "../http/problem.ts";
import { route } from "../http/route.ts";
import { feedPage, feedQuery, historyPage, historyQuery } from "../schema/event.ts";

const exported = historyQuery.omit({ before: true, limit: true });

export const eventRoutes = [
  route("admin", {
    method: "GET",
    path: "/events",
    summary: "The feed from an event on, in its one order",
    description:
      "Every change of a member, a group or a membership once, and what admins did about the organization, without gaps. Send `next` back as `after`; with `wait`, the answer comes as soon as there is something, or empty after so many seconds. A listing, read after the number that `after` begins with, plus the events after it gives the current state.",
    query: feedQuery,
    answer: feedPage,
    waits: true,
    run: async ({ deps, organization, query: { after, limit, wait }, ctx }) => {
      if (wait > 0) {
        await untilEvent(deps, organization._id, after, wait * 1_000, hungUp(ctx.res));
        // What was waited for can be that the caller is out.
        if (!(await findCaller(deps, ctx))) throw new Problem("unauthorized", "You are signed out by now.");
      }
      const events = await listEvents(deps, organization._id, after, limit, decided);
      const last = await lastEventOf(deps, organization._id);
      return {
        events: await presentEvents(deps, organization, events),
        next: events.at(-1)?.number ?? after,
        last,
      };
    },
  }),
  route("admin", {
    method: "GET",
    path: "/history",
    summary: "Who did what and when, the newest first, with names",
    query: historyQuery,
    answer: historyPage,
    run: ({ deps, organization, query }) => listHistory(deps, organization, query),
  }),
  route("admin", {
    method: "GET",
    path: "/events.jsonl",
    summary: "All that happened as JSON lines, the oldest first",
    query: exported,
    streams: "application/x-ndjson",
    run: async ({ deps, organization, query, ctx }) => {
      ctx.attachment(`${organization._id}-events.jsonl`);
      ctx.type = "application/x-ndjson; charset=utf-8";
      ctx.body = Readable.from(jsonLines(historyInPages(deps, organization, query)));
    },
  }),
  route("admin", {
    method: "GET",
    path: "/events.csv",
    summary: "All that happened as a table (RFC 4180), the oldest first",
    query: exported,
    streams: "text/csv",
    run: async ({ deps, organization, query, ctx }) => {
      ctx.attachment(`${organization._id}-events.csv`);
      ctx.type = "text/csv; charset=utf-8";
      const rows = Readable.from(tableRows(historyInPages(deps, organization, query)));
      const table = stringify({
        header: true,
        columns: tableColumns,
        escape_formulas: true,
        record_delimiter: "windows",
        // A line break of another kind is one to most who read the table.
        quoted_match: /[\r\n]/,
      });
      rows.on("error", (error) => table.destroy(error));
      ctx.body = rows.pipe(table);
    },
  }),
];

const tableColumns = [
  "number",
  "at",
  "since",
  "kind",
  "member",
  "memberName",
  "status",
  "group",
  "groupName",
  "actorKind",
  "actor",
  "actorName",
  "detail",
];

type Pages = ReturnType<typeof historyInPages>;

async function* jsonLines(pages: Pages): AsyncGenerator<string> {
  for await (const items of pages) yield items.map((item) => `${JSON.stringify(item)}\n`).join("");
}

async function* tableRows(pages: Pages): AsyncGenerator<Record<string, unknown>> {
  for await (const items of pages) {
    for (const { actor, at, since, detail, ...item } of items) {
      yield {
        ...item,
        at: at.toISOString(),
        since: since.toISOString(),
        actorKind: actor.kind,
        actor: actor.id,
        actorName: actor.name,
        detail: detail?.join(" "),
      };
    }
  }
}
