/**
 * Answers with groups. Members are read and written some at a time while the answer is on its way, so that a group
 * of any size takes the same memory; a group without its members costs no look at them.
 */
import { Readable } from "node:stream";
import { groupType } from "../../../shared/scim/group.ts";
import { encodeList } from "../../../shared/scim/message.ts";
import {
  encodeResource,
  etagOf,
  locationOf,
  type Projection,
  partsShown,
} from "../../../shared/scim/resource.ts";
import { userType } from "../../../shared/scim/user.ts";
import type { JsonObject } from "../../../shared/scim/value.ts";
import type { Group } from "../../../shared/store/group-documents.ts";
import { pagesOfMembers } from "../../../shared/store/memberships.ts";
import type { ApiDeps } from "../../deps.ts";
import { answer, type ScimContext } from "../context.ts";
import type { Page } from "../list.ts";

/** Members of one piece of an answer. */
const pageSize = 1_000;

/** Answers with one group. */
export function answerGroup(
  deps: ApiDeps,
  ctx: ScimContext,
  status: 200 | 201,
  group: Group,
  projection: Projection,
): void {
  ctx.set("ETag", etagOf(group.version));
  if (status === 201) ctx.set("Location", locationOf(groupType, group._id, ctx.state.baseUrl));
  const shown = { projection, parts: partsShown(groupType, "members", projection) };
  const whole = shown.parts
    ? Readable.from(piecesOfGroup(deps, ctx, group, shown))
    : encode(ctx, group, projection);
  answer(ctx, status, whole);
}

/** Answers with a page of groups. */
export function answerGroups(
  deps: ApiDeps,
  ctx: ScimContext,
  startIndex: number,
  { total, found }: Page<Group>,
  projection: Projection,
): void {
  const shown = { projection, parts: partsShown(groupType, "members", projection) };
  const bare = shown.parts ? [] : found.map((group) => encode(ctx, group, projection));
  const list = { ...encodeList(total, startIndex, bare), itemsPerPage: found.length };
  answer(ctx, 200, shown.parts ? Readable.from(piecesOfList(deps, ctx, list, found, shown)) : list);
}

type Shown = { readonly projection: Projection; readonly parts: readonly string[] | null };

async function* piecesOfList(
  deps: ApiDeps,
  ctx: ScimContext,
  { Resources: _, ...list }: ReturnType<typeof encodeList>,
  groups: readonly Group[],
  shown: Shown,
): AsyncGenerator<string> {
  yield `${JSON.stringify(list).slice(0, -1)},"Resources":[`;
  for (const [index, group] of groups.entries()) {
    if (index > 0) yield ",";
    yield* piecesOfGroup(deps, ctx, group, shown);
  }
  yield "]}";
}

async function* piecesOfGroup(
  deps: ApiDeps,
  ctx: ScimContext,
  group: Group,
  { projection, parts }: Shown,
): AsyncGenerator<string> {
  yield `${JSON.stringify(encode(ctx, group, projection)).slice(0, -1)},"members":[`;
  let separator = "";
  const pages = pagesOfMembers(deps.store, group, "present", { pageSize });
  for await (const members of ahead(pages, (page) => presentMembers(deps, ctx, group.organization, page))) {
    if (members.length === 0) continue;
    yield separator + members.map((member) => JSON.stringify(member, [...(parts ?? [])])).join(",");
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

/** Those of a page who have not left the organization, as the group shows them. */
async function presentMembers(
  { store }: ApiDeps,
  { state }: ScimContext,
  organization: string,
  page: readonly { readonly member: string }[],
): Promise<JsonObject[]> {
  const ids = page.map(({ member }) => member);
  const found = await store.members
    .find({ organization, _id: { $in: ids }, removedAt: { $exists: false } }, { projection: naming })
    .toArray();
  const byId = new Map(found.map((member) => [member._id, member]));
  return ids.flatMap((id) => {
    const member = byId.get(id);
    if (!member) return [];
    const { displayName, name, userName } = member.attributes;
    const display = displayName ?? name?.formatted ?? userName;
    return [{ value: id, $ref: locationOf(userType, id, state.baseUrl), display, type: "User" }];
  });
}

const naming = {
  "attributes.displayName": 1,
  "attributes.name.formatted": 1,
  "attributes.userName": 1,
} as const;

function encode(ctx: ScimContext, group: Group, projection: Projection): JsonObject {
  return encodeResource(groupType, { id: group._id, ...group }, ctx.state.baseUrl, projection);
}
