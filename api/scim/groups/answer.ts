/**
 * How a group is shown. Members are read and written some at a time while the answer is on its way, so that a group
 * of any size takes the same memory; a group without its members costs no look at them.
 */
import { Readable } from "node:stream";
import { encodeResource, type Projection, partsShown } from "../../../shared/scim/resource/resource.ts";
import type { JsonObject } from "../../../shared/scim/value/value.ts";
import { memberElement, shownOfMember } from "../../../shared/store/membership-elements.ts";
import { pagesOfMembers, type Seen } from "../../../shared/store/memberships.ts";
import type { Listed } from "../../../shared/store/source.ts";
import type { ApiDeps } from "../../deps.ts";
import type { ScimState } from "../context.ts";

/** Members of one piece of an answer. */
const pageSize = 1_000;

/** Shows a group, in pieces where its members are shown. */
export function showGroup(
  deps: ApiDeps,
  state: ScimState,
  group: Listed,
  projection: Projection,
): JsonObject | Readable {
  return partsShown(state.types.Group, "members", projection) === null
    ? encodeGroup(state, group, projection)
    : Readable.from(piecesOfGroup(deps, state, group, projection));
}

/** Encodes a group without its members. */
export function encodeGroup(
  { types, baseUrl }: ScimState,
  group: Listed,
  projection: Projection,
): JsonObject {
  return encodeResource(types.Group, { id: group._id, ...group }, baseUrl, projection);
}

/** The JSON of a group with its members, which must be shown. */
export async function* piecesOfGroup(
  deps: ApiDeps,
  state: ScimState,
  group: Listed,
  projection: Projection,
): AsyncGenerator<string> {
  const parts = partsShown(state.types.Group, "members", projection) ?? [];
  yield `${JSON.stringify(encodeGroup(state, group, projection)).slice(0, -1)},"members":[`;
  let separator = "";
  const pages = pagesOfMembers(deps.store, group, "present", { pageSize });
  for await (const members of ahead(pages, (page) => presentMembers(deps, state, page))) {
    if (members.length === 0) continue;
    yield separator + members.map((member) => JSON.stringify(member, [...parts])).join(",");
    separator = ",";
  }
  yield "]}";
}

/** Works at the next page while the one before it is on its way. */
async function* ahead<Page, Result>(
  pages: AsyncIterable<Page>,
  work: (page: Page) => Promise<Result>,
): AsyncGenerator<Result> {
  let before: Promise<Result> | undefined;
  for await (const page of pages) {
    const current = work(page);
    // Whoever waits for it hears of its failure; nobody may have come to that yet.
    current.catch(() => undefined);
    if (before) yield await before;
    before = current;
  }
  if (before) yield await before;
}

/**
 * Those of a page who have not left the organization, as the group shows them. A membership that was damaged from
 * outside names nobody, and hides nobody else.
 */
async function presentMembers(
  { store }: ApiDeps,
  { organization, baseUrl }: ScimState,
  page: readonly Pick<Seen, "member" | "display">[],
): Promise<JsonObject[]> {
  const ids = page.map(({ member }) => member).filter((member) => typeof member === "string");
  const found = await store.members
    .find(
      { organization: organization._id, _id: { $in: ids }, removedAt: { $exists: false } },
      { projection: shownOfMember },
    )
    .toArray();
  const byId = new Map(found.map((member) => [member._id, member]));
  return page.flatMap(({ member: id, display }) => {
    const member = byId.get(id);
    return member ? [memberElement(member, baseUrl, display)] : [];
  });
}
