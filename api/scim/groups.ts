/**
 * `/Groups`: the organization has no groups yet, which a directory's connection test may ask (row B04).
 */
import type Router from "@koa/router";
import { parseFilter } from "../../shared/scim/filter-parse.ts";
import { groupType } from "../../shared/scim/group.ts";
import { encodeList } from "../../shared/scim/message.ts";
import type { ApiDeps } from "../deps.ts";
import { answer, type ScimState } from "./context.ts";
import { readListQuery } from "./query.ts";

export function groups(router: Router<ScimState>, { config }: ApiDeps): void {
  router.get("/Groups", (ctx) => {
    const { filter, startIndex } = readListQuery(ctx, {
      pageDefault: config.PAGE_DEFAULT,
      pageMax: config.PAGE_MAX,
    });
    if (filter !== undefined) parseFilter(groupType, filter);
    answer(ctx, 200, encodeList(0, startIndex, []));
  });
}
