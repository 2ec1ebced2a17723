/**
 * `/Users/…`: what a directory does with people (RFC 7644 §3). A write is acknowledged once it is journaled; the
 * workers are woken afterwards, and nobody waits for that.
 */
import type Router from "@koa/router";
import { etagOf } from "../../../shared/scim/resource/resource.ts";
import type { Member } from "../../../shared/store/documents.ts";
import type { ApiDeps } from "../../deps.ts";
import { readBody } from "../body.ts";
import { answer, answerWritten, locate, type ScimContext, type ScimState } from "../context.ts";
import { readProjection } from "../list/asked.ts";
import { conditionsOf, unmodified } from "../precondition.ts";
import { requireProvisioning } from "../provisioning.ts";
import { encodeUser } from "./answer.ts";
import { deleteUser, findUser, patchUser, postUser, putUser, type UserTarget } from "./operations.ts";

export function users(router: Router<ScimState>, deps: ApiDeps): void {
  router.post("/Users", async (ctx) => {
    const { projection, body } = await readWrite(ctx);
    const member = await postUser(deps, ctx.state, body);
    await answerUser(ctx, 201, member, projection);
  });

  router.get("/Users/:id", async (ctx) => {
    const projection = readProjection(ctx);
    const member = await findUser(deps, ctx.state, targetOf(ctx).id);
    if (unmodified(ctx, member.version)) return;
    ctx.set("ETag", etagOf(member.version));
    locate(ctx, "User", member._id);
    answer(ctx, 200, await encodeUser(deps, ctx.state, member, projection));
  });

  router.put("/Users/:id", async (ctx) => {
    const { projection, body } = await readWrite(ctx);
    await answerUser(ctx, 200, await putUser(deps, ctx.state, targetOf(ctx), body), projection);
  });

  router.patch("/Users/:id", async (ctx) => {
    const { projection, body } = await readWrite(ctx);
    await answerUser(ctx, 200, await patchUser(deps, ctx.state, targetOf(ctx), body), projection);
  });

  router.delete("/Users/:id", async (ctx) => {
    await deleteUser(deps, ctx.state, targetOf(ctx));
    ctx.status = 204;
  });

  async function readWrite(ctx: ScimContext) {
    requireProvisioning(ctx.state, "users");
    return { projection: readProjection(ctx), body: await readBody(ctx, deps.config.BODY_MAX_BYTES) };
  }

  function answerUser(
    ctx: ScimContext,
    status: 200 | 201,
    member: Member,
    projection: ReturnType<typeof readProjection>,
  ): Promise<void> {
    locate(ctx, "User", member._id);
    return answerWritten(ctx, status, member.version, () => encodeUser(deps, ctx.state, member, projection));
  }
}

function targetOf(ctx: ScimContext): UserTarget {
  const { id = "" } = ctx.params;
  return { id, conditions: conditionsOf(ctx) };
}
