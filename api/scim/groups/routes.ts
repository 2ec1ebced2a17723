/**
 * `/Groups/…`: what a directory does with groups (RFC 7644 §3). A group of many members is large, so a PATCH of one
 * is answered without it (§3.5.2 allows that), unless the client says what it wants to see.
 */
import type Router from "@koa/router";
import { etagOf, type Projection } from "../../../shared/scim/resource/resource.ts";
import type { Group } from "../../../shared/store/group-documents.ts";
import { isLargerThan } from "../../../shared/store/memberships.ts";
import type { ApiDeps } from "../../deps.ts";
import { readBytes } from "../body.ts";
import { answer, answerWritten, locate, type ScimContext, type ScimState } from "../context.ts";
import { readProjection } from "../list/asked.ts";
import { conditionsOf, unmodified } from "../precondition.ts";
import { requireProvisioning } from "../provisioning.ts";
import { showGroup } from "./answer.ts";
import type { Kind } from "./decode.ts";
import { deleteGroup, findGroup, type GroupTarget, patchGroup, postGroup, putGroup } from "./operations.ts";

/** The most members with which a group is the answer to a PATCH. */
const answeredMembersMax = 100;

export function groups(router: Router<ScimState>, deps: ApiDeps): void {
  router.post("/Groups", async (ctx) => {
    const { projection, wanted } = await readWrite(ctx, "group");
    const group = await postGroup(deps, ctx.state, wanted);
    await answerGroup(ctx, 201, group, projection);
  });

  router.get("/Groups/:id", async (ctx) => {
    const projection = readProjection(ctx);
    const group = await findGroup(deps, ctx.state, targetOf(ctx).id);
    if (unmodified(ctx, group.version)) return;
    ctx.set("ETag", etagOf(group.version));
    locate(ctx, "Group", group._id);
    answer(ctx, 200, showGroup(deps, ctx.state, group, projection));
  });

  router.put("/Groups/:id", async (ctx) => {
    const { projection, wanted } = await readWrite(ctx, "group");
    await answerGroup(ctx, 200, await putGroup(deps, ctx.state, targetOf(ctx), wanted), projection);
  });

  router.patch("/Groups/:id", async (ctx) => {
    const { projection, wanted } = await readWrite(ctx, "patch");
    const group = await patchGroup(deps, ctx.state, targetOf(ctx), wanted);
    const isNamed = projection.attributes !== undefined || projection.excludedAttributes !== undefined;
    const isShown = isNamed || !(await isLargerThan(deps.store, group, answeredMembersMax));
    await answerGroup(ctx, isShown ? 200 : 204, group, projection);
  });

  router.delete("/Groups/:id", async (ctx) => {
    await deleteGroup(deps, ctx.state, targetOf(ctx));
    ctx.status = 204;
  });

  async function readWrite<K extends Kind>(ctx: ScimContext, kind: K) {
    requireProvisioning(ctx.state, "groups");
    const projection = readProjection(ctx);
    const { GROUP_BODY_MAX_BYTES, GROUP_MEMBERS_MAX } = deps.config;
    const bytes = await readBytes(ctx, GROUP_BODY_MAX_BYTES);
    return { projection, wanted: await deps.decoder.decode(ctx.state, kind, bytes, GROUP_MEMBERS_MAX) };
  }

  function answerGroup(
    ctx: ScimContext,
    status: 200 | 201 | 204,
    group: Group,
    projection: Projection,
  ): Promise<void> {
    locate(ctx, "Group", group._id);
    return answerWritten(ctx, status, group.version, () => showGroup(deps, ctx.state, group, projection));
  }
}

function targetOf(ctx: ScimContext): GroupTarget {
  const { id = "" } = ctx.params;
  return { id, conditions: conditionsOf(ctx) };
}
