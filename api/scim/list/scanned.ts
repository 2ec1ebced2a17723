/**
 * A page by looking at everybody who can be meant: for a filter that the database cannot decide, and for an order
 * that no index has. It is bounded in time and number, and what is kept of each resource is its id and its key.
 */
import { ScimError } from "../../../shared/scim/error.ts";
import { attributesIn } from "../../../shared/scim/filter/filter.ts";
import { searchable } from "../../../shared/scim/filter/searchable.ts";
import type { Listed } from "../../../shared/store/source.ts";
import type { ApiDeps } from "../../deps.ts";
import type { Position } from "./cursor.ts";
import type { Slice, Way } from "./find.ts";
import { isAsked, type Part } from "./parts.ts";
import { compareKeys, type Key, keyOf } from "./sort.ts";

/** The most resources that are put in order for one request. */
const sortedMax = 250_000;

type Clock = Pick<ApiDeps, "now" | "config">;

type Entry = { readonly part: number; readonly key: Key; readonly id: string };

export async function findScanned(deps: Clock, baseUrl: string, way: Way): Promise<Slice> {
  const entries = await entriesOf(deps, baseUrl, way);
  const compare = comparison(way);
  entries.sort(compare);
  const { from, count } = way;
  const start = "skip" in from ? from.skip : indexAfter(entries, from.after, compare);
  const shown = entries.slice(start, start + count);
  const last = shown.at(-1);
  const hasMore = last !== undefined && start + count < entries.length;
  return {
    total: entries.length,
    found: await readAll(way.parts, shown),
    ...(hasMore && { end: [last.part, last.key, last.id] }),
  };
}

async function entriesOf(deps: Clock, baseUrl: string, { parts, sort }: Way): Promise<Entry[]> {
  const deadline = deps.now().getTime() + deps.config.FILTER_MAX_MS;
  const entries: Entry[] = [];
  for (const [index, part] of parts.entries()) {
    const path = sort?.paths.get(part);
    const needed = attributesNeeded(part, path?.[0]?.name);
    for await (const records of part.source.scan(part.query, needed)) {
      for (const record of records) {
        if (!isAsked(part, record, baseUrl)) continue;
        const key = sort ? keyOf(path, viewOf(part, record, baseUrl)) : null;
        entries.push({ part: index, key, id: record._id });
      }
      if (entries.length > sortedMax || deps.now().getTime() > deadline) throw tooMany();
    }
  }
  return entries;
}

function attributesNeeded({ filter }: Part, sortedBy: string | undefined): readonly string[] | "all" {
  const names = new Set(["id", ...(filter ? attributesIn(filter) : []), ...(sortedBy ? [sortedBy] : [])]);
  // Which schemas a resource uses is told by all that it has.
  return names.has("schemas") ? "all" : [...names];
}

function viewOf({ type }: Part, record: Listed, baseUrl: string) {
  return searchable(type, { id: record._id, ...record }, baseUrl);
}

/** Without an order, by type and age. */
function comparison({ sort }: Way): (left: Entry, right: Entry) => number {
  const direction = sort?.descending ? -1 : 1;
  return (left, right) =>
    direction * compareKeys(left.key, right.key) ||
    left.part - right.part ||
    (left.id < right.id ? -1 : Number(left.id > right.id));
}

/** The place of the first entry that comes after a position, whether or not what stood there is there still. */
function indexAfter(
  entries: readonly Entry[],
  [part, key, id]: Position,
  compare: (left: Entry, right: Entry) => number,
): number {
  const index = entries.findIndex((entry) => compare(entry, { part, key, id }) > 0);
  return index < 0 ? entries.length : index;
}

async function readAll(parts: readonly Part[], entries: readonly Entry[]): Promise<Slice["found"]> {
  const byId = new Map<string, Listed>();
  for (const [index, part] of parts.entries()) {
    const ids = entries.filter((entry) => entry.part === index).map(({ id }) => id);
    if (ids.length === 0) continue;
    for (const record of await part.source.withIds(ids)) byId.set(record._id, record);
  }
  return entries.flatMap((entry) => {
    const record = byId.get(entry.id);
    const part = parts[entry.part];
    return record && part ? [{ kind: part.kind, record }] : [];
  });
}

function tooMany(): ScimError {
  return new ScimError(
    "tooMany",
    "Too many resources would have to be looked at for this filter or order; ask for fewer, by userName, externalId or an e-mail address.",
  );
}
