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
import { groupType } from "../../shared/scim/group.ts";
import { encodeList } from "../../shared/scim/message.ts";
import { userType } from "../../shared/scim/user.ts";
import type { ApiDeps } from "../deps.ts";
import { answer, type ScimContext, type ScimState } from "./context.ts";

const resourceTypes = [userType, groupType];
const schemas = resourceTypes.flatMap(({ schema, extensions }) => [schema, ...extensions]);

export function discovery(router: Router<ScimState>, { config }: ApiDeps): void {
  // Old versions of Entra's test suite ask for the configuration under the second name.
  router.get(["/ServiceProviderConfig", "/serviceConfiguration"], (ctx) => {
    answer(ctx, 200, encodeServiceProviderConfig(ctx.state.baseUrl, { pageMax: config.PAGE_MAX }));
  });

  router.get("/ResourceTypes", (ctx) => {
    refuseFilter(ctx);
    const found = resourceTypes.map((type) => encodeResourceType(type, ctx.state.baseUrl));
    answer(ctx, 200, encodeList(found.length, 1, found));
  });

  router.get("/ResourceTypes/:name", (ctx) => {
    const type = resourceTypes.find(({ name }) => name === ctx.params["name"]);
    if (!type) throw new ScimError("notFound", "There is no such resource type; /ResourceTypes lists them.");
    answer(ctx, 200, encodeResourceType(type, ctx.state.baseUrl));
  });

  router.get("/Schemas", (ctx) => {
    refuseFilter(ctx);
    const found = schemas.map((schema) => encodeSchema(schema, ctx.state.baseUrl));
    answer(ctx, 200, encodeList(found.length, 1, found));
  });

  router.get("/Schemas/:id", (ctx) => {
    const schema = schemas.find(({ id }) => id.toLowerCase() === ctx.params["id"]?.toLowerCase());
    if (!schema) throw new ScimError("notFound", "There is no such schema; /Schemas lists them.");
    answer(ctx, 200, encodeSchema(schema, ctx.state.baseUrl));
  });
}

/** RFC 7644 §4: a filter on these is answered with 403. */
function refuseFilter(ctx: ScimContext): void {
  if (ctx.query["filter"] !== undefined)
    throw new ScimError("forbidden", "Schemas and resource types cannot be filtered.");
}
