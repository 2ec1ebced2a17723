/**
 * Answers with a page of a list. Where it shows groups with their members it comes in pieces, so that groups of any
 * size take the same memory.
 */
import { Readable } from "node:stream";
import { encodeList } from "../../../shared/scim/message.ts";
import { type Projection, partsShown } from "../../../shared/scim/resource/resource.ts";
import type { ApiDeps } from "../../deps.ts";
import { answer, type ScimContext, type ScimState } from "../context.ts";
import { encodeGroup, piecesOfGroup } from "../groups/answer.ts";
import { encodeUser } from "../users/answer.ts";
import type { Page } from "./find.ts";

export async function answerList(
  deps: ApiDeps,
  ctx: ScimContext,
  page: Page,
  projection: Projection,
): Promise<void> {
  const { state } = ctx;
  const hasGroups = page.found.some(({ kind }) => kind === "Group");
  if (hasGroups && partsShown(state.types.Group, "members", projection) !== null) {
    answer(ctx, 200, Readable.from(piecesOf(deps, state, page, projection)));
    return;
  }
  const resources = page.found.map(({ kind, record }) =>
    kind === "User" ? encodeUser(deps, state, record, projection) : encodeGroup(state, record, projection),
  );
  answer(ctx, 200, encodeList(page, await Promise.all(resources)));
}

async function* piecesOf(
  deps: ApiDeps,
  state: ScimState,
  page: Page,
  projection: Projection,
): AsyncGenerator<string> {
  const { Resources: _, ...head } = encodeList(page, []);
  yield JSON.stringify({ ...head, itemsPerPage: page.found.length }).slice(0, -1);
  let separator = ',"Resources":[';
  for (const { kind, record } of page.found) {
    yield separator;
    if (kind === "Group") yield* piecesOfGroup(deps, state, record, projection);
    else yield JSON.stringify(await encodeUser(deps, state, record, projection));
    separator = ",";
  }
  yield "]}";
}
