/**
 * `/Users`: what a directory does with people (RFC 7644 §3). A write is acknowledged once it is journaled; the
 * workers are woken afterwards, and nobody waits for that.
 */
import type Router from "@koa/router";
import { ScimError } from "../../../shared/scim/error.ts";
import { groupType } from "../../../shared/scim/group.ts";
import { decodePatch, encodeList } from "../../../shared/scim/message.ts";
import { applyPatch } from "../../../shared/scim/patch.ts";
import {
  decodeResource,
  encodeResource,
  etagOf,
  locationOf,
  type Projection,
  partsShown,
} from "../../../shared/scim/resource.ts";
import { type UserAttributes, userType } from "../../../shared/scim/user.ts";
import type { Member } from "../../../shared/store/documents.ts";
import type { ApiDeps } from "../../deps.ts";
import { readBody } from "../body.ts";
import { answer, type ScimContext, type ScimState } from "../context.ts";
import { listUsers } from "../list.ts";
import { requireMatch, unmodified } from "../precondition.ts";
import { requireProvisioning } from "../provisioning.ts";
import { readListQuery, readProjection } from "../query.ts";
import { changeUser, createUser, removeUser } from "./write.ts";

export function users(router: Router<ScimState>, deps: ApiDeps): void {
  const { config } = deps;

  router.post("/Users", async (ctx) => {
    requireProvisioning(ctx, "users");
    const projection = readProjection(ctx);
    const sent = decodeResource(userType, await readBody(ctx, config.BODY_MAX_BYTES));
    await answerUser(
      deps,
      ctx,
      201,
      await createUser(deps, ctx.state, { active: true, ...sent }),
      projection,
    );
  });

  router.get("/Users", async (ctx) => {
    const query = readListQuery(ctx, { pageDefault: config.PAGE_DEFAULT, pageMax: config.PAGE_MAX });
    const projection = readProjection(ctx);
    const { total, found } = await listUsers(deps, ctx.state.organization._id, query);
    const users = await Promise.all(found.map((member) => encode(deps, ctx, member, projection)));
    answer(ctx, 200, encodeList(total, query.startIndex, users));
  });

  router.get("/Users/:id", async (ctx) => {
    const projection = readProjection(ctx);
    const member = await findUser(deps, ctx);
    if (unmodified(ctx, member.version)) return;
    await answerUser(deps, ctx, 200, member, projection);
  });

  router.put("/Users/:id", async (ctx) => {
    requireProvisioning(ctx, "users");
    const sent = decodeResource(userType, await readBody(ctx, config.BODY_MAX_BYTES));
    // A PUT that says nothing of `active` is about the profile: it neither revokes nor restores (row B21).
    await change(ctx, ({ active }) => ({ ...(active !== undefined && { active }), ...sent }));
  });

  router.patch("/Users/:id", async (ctx) => {
    requireProvisioning(ctx, "users");
    const operations = decodePatch(await readBody(ctx, config.BODY_MAX_BYTES));
    await change(ctx, (attributes) => applyPatch(userType, attributes, operations));
  });

  router.delete("/Users/:id", async (ctx) => {
    requireProvisioning(ctx, "users");
    await removeUser(
      deps,
      ctx.state,
      (member) => requireMatch(ctx, member.version),
      () => findUser(deps, ctx),
    );
    ctx.status = 204;
  });

  async function change(
    ctx: ScimContext,
    next: (attributes: UserAttributes) => UserAttributes,
  ): Promise<void> {
    const projection = readProjection(ctx);
    const checked = (member: Member) => {
      requireMatch(ctx, member.version);
      return next(member.attributes);
    };
    const member = await changeUser(deps, ctx.state, checked, () => findUser(deps, ctx));
    await answerUser(deps, ctx, 200, member, projection);
  }
}

async function findUser({ readMember }: ApiDeps, ctx: ScimContext): Promise<Member> {
  const { id = "" } = ctx.params;
  const member = await readMember(ctx.state.organization._id, id);
  if (!member) throw new ScimError("notFound", `There is no user with the id ${id.slice(0, 100)}.`);
  return member;
}

async function answerUser(
  deps: ApiDeps,
  ctx: ScimContext,
  status: 200 | 201,
  member: Member,
  projection: Projection,
): Promise<void> {
  ctx.set("ETag", etagOf(member.version));
  if (status === 201) ctx.set("Location", locationOf(userType, member._id, ctx.state.baseUrl));
  answer(ctx, status, await encode(deps, ctx, member, projection));
}

async function encode({ groupsOf }: ApiDeps, ctx: ScimContext, member: Member, projection: Projection) {
  const { baseUrl } = ctx.state;
  const isShown = partsShown(userType, "groups", projection) !== null;
  const own = isShown ? await groupsOf(member.organization, member._id) : [];
  const groups = own.map(({ id, displayName }) => ({
    value: id,
    $ref: locationOf(groupType, id, baseUrl),
    display: displayName,
    type: "direct",
  }));
  const attributes = { ...member.attributes, ...(groups.length > 0 && { groups }) };
  return encodeResource(userType, { id: member._id, ...member, attributes }, baseUrl, projection);
}
