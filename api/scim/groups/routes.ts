/**
 * `/Groups`: what a directory does with groups (RFC 7644 §3). A PATCH is answered without the group, since Entra asks
 * for that and a group can be large; a client that names attributes gets them.
 */
import type Router from "@koa/router";
import { ScimError } from "../../../shared/scim/error.ts";
import { type GroupAttributes, groupType } from "../../../shared/scim/group.ts";
import { applyPatch } from "../../../shared/scim/patch.ts";
import { etagOf } from "../../../shared/scim/resource.ts";
import type { Group } from "../../../shared/store/group-documents.ts";
import type { ApiDeps } from "../../deps.ts";
import { changeGroup, createGroup, deleteGroup, type GroupChange } from "../../groups/write.ts";
import { readBytes } from "../body.ts";
import type { ScimContext, ScimState } from "../context.ts";
import { listGroups } from "../list.ts";
import { requireMatch, unmodified } from "../precondition.ts";
import { requireProvisioning } from "../provisioning.ts";
import { readListQuery, readProjection } from "../query.ts";
import { answerGroup, answerGroups } from "./answer.ts";
import type { Kind } from "./decode.ts";

export function groups(router: Router<ScimState>, deps: ApiDeps): void {
  const { config } = deps;

  router.post("/Groups", async (ctx) => {
    requireProvisioning(ctx, "groups");
    const projection = readProjection(ctx);
    const wanted = await decodeBody(deps, ctx, "group");
    answerGroup(deps, ctx, 201, await createGroup(deps, placeOf(ctx), wanted), projection);
  });

  router.get("/Groups", async (ctx) => {
    const query = readListQuery(ctx, { pageDefault: config.PAGE_DEFAULT, pageMax: config.PAGE_MAX });
    const projection = readProjection(ctx);
    const page = await listGroups(deps, ctx.state.organization._id, query);
    answerGroups(deps, ctx, query.startIndex, page, projection);
  });

  router.get("/Groups/:id", async (ctx) => {
    const projection = readProjection(ctx);
    const group = await findGroup(deps, ctx);
    if (unmodified(ctx, group.version)) return;
    answerGroup(deps, ctx, 200, group, projection);
  });

  router.put("/Groups/:id", async (ctx) => {
    requireProvisioning(ctx, "groups");
    const projection = readProjection(ctx);
    const { attributes, members } = await decodeBody(deps, ctx, "group");
    const change = { ...changeOf(deps, ctx), attributes: () => attributes, members };
    answerGroup(deps, ctx, 200, await changeGroup(deps, placeOf(ctx), change), projection);
  });

  router.patch("/Groups/:id", async (ctx) => {
    requireProvisioning(ctx, "groups");
    const projection = readProjection(ctx);
    const { operations, members } = await decodeBody(deps, ctx, "patch");
    const attributes = (before: GroupAttributes) => applyPatch(groupType, before, operations);
    const group = await changeGroup(deps, placeOf(ctx), { ...changeOf(deps, ctx), attributes, members });
    if (projection.attributes || projection.excludedAttributes) {
      answerGroup(deps, ctx, 200, group, projection);
      return;
    }
    ctx.set("ETag", etagOf(group.version));
    ctx.status = 204;
  });

  router.delete("/Groups/:id", async (ctx) => {
    requireProvisioning(ctx, "groups");
    await deleteGroup(deps, placeOf(ctx), changeOf(deps, ctx));
    ctx.status = 204;
  });
}

function placeOf({ state }: ScimContext) {
  return { organization: state.organization._id, actor: state.actor };
}

async function decodeBody<K extends Kind>({ decoder, config }: ApiDeps, ctx: ScimContext, kind: K) {
  return decoder.decode(kind, await readBytes(ctx, config.GROUP_BODY_MAX_BYTES), config.GROUP_MEMBERS_MAX);
}

/** How a request finds its group, and whether it holds for one version of it only. */
function changeOf(deps: ApiDeps, ctx: ScimContext): Pick<GroupChange, "find" | "conditional"> {
  const find = async () => {
    const group = await findGroup(deps, ctx);
    requireMatch(ctx, group.version);
    return group;
  };
  const condition = ctx.get("If-Match").trim();
  return { find, conditional: condition !== "" && condition !== "*" };
}

async function findGroup({ readGroup }: ApiDeps, ctx: ScimContext): Promise<Group> {
  const { id = "" } = ctx.params;
  const group = await readGroup(ctx.state.organization._id, id);
  if (!group) throw new ScimError("notFound", `There is no group with the id ${id.slice(0, 100)}.`);
  return group;
}
