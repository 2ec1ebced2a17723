/**
 * Lists and searches (RFC 7644 §3.4.2, §3.4.3): of users, of groups, and of both at the root.
 */
import type Router from "@koa/router";
import type { ApiDeps } from "../../deps.ts";
import { readBody } from "../body.ts";
import type { ScimContext, ScimState } from "../context.ts";
import { answerList } from "./answer.ts";
import { type Asked, readQuery, readSearch } from "./asked.ts";
import { findPage } from "./find.ts";
import type { Kind } from "./parts.ts";

const endpoints: readonly (readonly [path: string, search: string, kinds: readonly Kind[]])[] = [
  ["/Users", "/Users/.search", ["User"]],
  ["/Groups", "/Groups/.search", ["Group"]],
  ["/", "/.search", ["User", "Group"]],
];

export function lists(router: Router<ScimState>, deps: ApiDeps): void {
  const { config } = deps;
  const limits = { pageDefault: config.PAGE_DEFAULT, pageMax: config.PAGE_MAX };

  for (const [path, search, kinds] of endpoints) {
    const list = async (ctx: ScimContext, asked: Asked) =>
      answerList(deps, ctx, await findPage(deps, ctx.state, kinds, asked), asked.projection);

    router.get(path, (ctx) => list(ctx, readQuery(ctx, limits)));
    router.post(search, async (ctx) =>
      list(ctx, readSearch(await readBody(ctx, config.BODY_MAX_BYTES), limits)),
    );
  }
}
