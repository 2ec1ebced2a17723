/**
 * Discovery (RFC 7644 §4): `/ServiceProviderConfig`, `/ResourceTypes`, `/Schemas`.
 */
import type Router from "@koa/router";
import {
  encodeResourceType,
  encodeSchema,
  encodeServiceProviderConfig,
} from "../../shared/scim/discovery.ts";
import { ScimError } from "../../shared/scim/error.ts";
import { encodeList } from "../../shared/scim/message.ts";
import { metaSchemas } from "../../shared/scim/schema/meta-schemas.ts";
import type { ApiDeps } from "../deps.ts";
import { answer, type ScimContext, type ScimState } from "./context.ts";

export function discovery(router: Router<ScimState>, { config }: ApiDeps): void {
  const limits = {
    pageDefault: config.PAGE_DEFAULT,
    pageMax: config.PAGE_MAX,
    bulkOperations: config.BULK_MAX_OPERATIONS,
    bulkBytes: config.BULK_MAX_BYTES,
  };

  // Old versions of Entra's test suite ask for the configuration under the second name.
  router.get(["/ServiceProviderConfig", "/serviceConfiguration"], (ctx) => {
    refuseFilter(ctx);
    answer(ctx, 200, encodeServiceProviderConfig(ctx.state.baseUrl, limits));
  });

  router.get("/ResourceTypes", (ctx) => {
    answerAll(
      ctx,
      resourceTypesOf(ctx.state).map((type) => encodeResourceType(type, ctx.state.baseUrl)),
    );
  });

  router.get("/ResourceTypes/:name", (ctx) => {
    refuseFilter(ctx);
    const type = resourceTypesOf(ctx.state).find(({ name }) => name === ctx.params["name"]);
    if (!type) throw new ScimError("notFound", "There is no such resource type; /ResourceTypes lists them.");
    answer(ctx, 200, encodeResourceType(type, ctx.state.baseUrl));
  });

  router.get("/Schemas", (ctx) => {
    answerAll(
      ctx,
      schemasOf(ctx.state).map((schema) => encodeSchema(schema, ctx.state.baseUrl)),
    );
  });

  router.get("/Schemas/:id", (ctx) => {
    refuseFilter(ctx);
    const wanted = ctx.params["id"]?.toLowerCase();
    const schema = schemasOf(ctx.state).find(({ id }) => id.toLowerCase() === wanted);
    if (!schema) throw new ScimError("notFound", "There is no such schema; /Schemas lists them.");
    answer(ctx, 200, encodeSchema(schema, ctx.state.baseUrl));
  });
}

function resourceTypesOf({ types }: ScimState) {
  return [types.User, types.Group];
}

function schemasOf(state: ScimState) {
  const own = resourceTypesOf(state).flatMap(({ schema, extensions }) => [schema, ...extensions]);
  return [...own, ...metaSchemas];
}

function answerAll(ctx: ScimContext, found: Parameters<typeof encodeList>[1]): void {
  refuseFilter(ctx);
  answer(ctx, 200, encodeList({ total: found.length, startIndex: 1 }, found));
}

/** RFC 7644 §4: a filter on these is answered with 403. */
function refuseFilter(ctx: ScimContext): void {
  if (ctx.query["filter"] !== undefined)
    throw new ScimError("forbidden", "What the server tells about itself cannot be filtered.");
}
