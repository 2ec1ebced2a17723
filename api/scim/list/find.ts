/**
 * Finds a page of a list: by an index where the database can decide and order alone, else by looking at everybody
 * who can be meant. Both ways give the same resources in the same order.
 */
import type { Listed } from "../../../shared/store/source.ts";
import type { ApiDeps } from "../../deps.ts";
import type { ScimState } from "../context.ts";
import type { Asked } from "./asked.ts";
import { type CursorScope, openCursor, type Position, sealCursor } from "./cursor.ts";
import { findIndexed } from "./indexed.ts";
import { type Kind, type Part, partsOf } from "./parts.ts";
import { findScanned } from "./scanned.ts";
import { indexedOrder, type SortKey, sortKey } from "./sort.ts";

/** A page as it was found: who comes, how many there are in all, and where it ended if more follow. */
export type Slice = {
  readonly total: number;
  readonly found: readonly { readonly kind: Kind; readonly record: Listed }[];
  readonly end?: Position;
};

/** How a list is gone through: its parts, their order, and from where on. */
export type Way = {
  readonly organization: string;
  readonly parts: readonly Part[];
  readonly sort: (SortKey & { readonly descending: boolean }) | undefined;
  readonly from: { readonly skip: number } | { readonly after: Position; readonly total: number };
  readonly count: number;
};

export type Page = Pick<Slice, "total" | "found"> & {
  readonly startIndex?: number;
  readonly nextCursor?: string;
};

/**
 * @throws ScimError invalidFilter, invalidValue, invalidCursor or tooMany
 */
export async function findPage(
  deps: ApiDeps,
  state: ScimState,
  kinds: readonly Kind[],
  { filter, sort, start, count }: Asked,
): Promise<Page> {
  const organization = state.organization._id;
  const scope = { keyHash: keyHashOf(state), list: JSON.stringify([organization, kinds, filter, sort]) };
  const parts = await partsOf(deps, state, kinds, filter);
  const way: Way = {
    organization,
    parts,
    sort: sort && { ...sortKey(parts, sort.by), descending: sort.descending },
    from: fromOf(start, scope),
    count,
  };
  const order = indexedOrder(way);
  const { total, found, end } = await (order
    ? findIndexed(deps, way, order)
    : findScanned(deps, state.baseUrl, way));
  if ("index" in start) return { total, found, startIndex: start.index };
  return { total, found, ...(end && { nextCursor: sealCursor(scope, { at: end, total }) }) };
}

function fromOf(start: Asked["start"], scope: CursorScope): Way["from"] {
  if ("index" in start) return { skip: start.index - 1 };
  if (start.cursor === "") return { skip: 0 };
  const { at, total } = openCursor(scope, start.cursor);
  return { after: at, total };
}

function keyHashOf({ organization, actor }: ScimState): string {
  const key = organization.scim.keys.find(({ id }) => actor.kind === "key" && id === actor.id);
  return key?.hash ?? "";
}
