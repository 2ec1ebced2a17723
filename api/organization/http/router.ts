/**
 * Everything under `/api`: who may come in, what is asked, what is answered. Whatever goes wrong in here leaves as a
 * problem of RFC 9457, and whatever is answered has been checked against its declaration.
 */
import Router from "@koa/router";
import { invariant } from "../../../shared/invariant.ts";
import type { Member } from "../../../shared/store/documents.ts";
import { within } from "../../../shared/within.ts";
import type { Caller } from "../../access/caller.ts";
import { findCaller } from "../../access/find-caller.ts";
import { requireSameOrigin } from "../../access/same-origin.ts";
import { sessionCookie } from "../../access/sessions.ts";
import type { ApiDeps } from "../../deps.ts";
import { boundRequests } from "../../limits/in-flight.ts";
import { tellDeed } from "../feed/deeds.ts";
import { routes } from "../routes/routes.ts";
import { readAsked } from "./ask.ts";
import { openApiDocument } from "./openapi.ts";
import { requirePermitted } from "./permit.ts";
import { encodeProblem, Problem, problemOf } from "./problem.ts";
import { boundCallers } from "./rate.ts";
import type { ApiContext, ApiState, Call, OpenCall, Route } from "./route.ts";

/** Makes the API; what is not under `/api` is for those who come after it. */
export function organizationApi(deps: ApiDeps): ReturnType<Router<ApiState>["routes"]> {
  const router = new Router<ApiState>();
  const serve = openServing(deps);
  for (const route of routes) router.register(route.path, [route.method], (ctx) => serve(route, ctx));
  const document = openApiDocument(routes, {
    publicUrl: deps.config.PUBLIC_URL,
    cookie: sessionCookie(deps),
  });
  router.get("/api/openapi.json", (ctx) => {
    ctx.body = document;
  });
  const answerRoutes = router.routes();
  return async (ctx, next) => {
    if (ctx.path !== "/api" && !ctx.path.startsWith("/api/")) return next();
    ctx.set("Cache-Control", "no-store");
    try {
      await answerRoutes(ctx, async () => refuseUnknown(ctx));
    } catch (error) {
      answerProblem(ctx, problemOf(error, deps.log, ctx.state.requestId));
    }
  };
}

/** What no route answers: the path is not known, or not with that method. */
function refuseUnknown(ctx: Pick<ApiContext, "matched" | "set">): never {
  const allowed = [...new Set((ctx.matched ?? []).flatMap(({ methods }) => methods))].join(", ");
  if (allowed === "")
    throw new Problem("notFound", "The API has no such path; /api/docs lists those that it has.");
  ctx.set("Allow", allowed);
  throw new Problem("methodNotAllowed", `Use ${allowed} here.`);
}

function answerProblem(ctx: Pick<ApiContext, "status" | "body" | "set" | "type">, problem: Problem): void {
  if (problem.status === 401) ctx.set("WWW-Authenticate", "Bearer");
  if (problem.retryAfterSeconds !== undefined) ctx.set("Retry-After", String(problem.retryAfterSeconds));
  ctx.status = problem.status;
  ctx.body = JSON.stringify(encodeProblem(problem));
  ctx.type = "application/problem+json";
}

function openServing(deps: ApiDeps): (route: Route, ctx: ApiContext) => Promise<void> {
  const bounded = boundRequests(deps);
  const countCaller = boundCallers(deps);

  async function answer(route: Route, ctx: ApiContext): Promise<void> {
    const call = await callOf(deps, route, ctx, countCaller);
    const answered = await route.run(call);
    if ("by" in call) await tell(route, call, answered);
    if (route.streams !== undefined) return;
    // Unknown fields fall away here, and what is not as declared is a mistake of ours.
    const body = route.answer?.parse(answered);
    // Koa takes null for no body at all, and some routes answer it: there it is JSON like any other.
    ctx.body = body === undefined ? null : JSON.stringify(body);
    if (body !== undefined) ctx.type = "application/json";
    ctx.status = route.status;
  }

  async function tell(route: Route, call: Call<unknown, unknown>, answered: unknown): Promise<void> {
    const deed = route.tells?.(call, answered);
    if (deed) await tellDeed(deps, call.organization._id, call.by, deed);
  }

  return (route, ctx) => {
    const work = () =>
      deps.pulse.guard(() => within(answer(route, ctx), deps.config.API_WORK_MS, "the store"));
    return route.waits ? work() : bounded(ctx, work);
  };
}

async function callOf(
  deps: ApiDeps,
  route: Route,
  ctx: ApiContext,
  countCaller: (ctx: ApiContext, name?: string) => void,
): Promise<OpenCall<unknown, unknown> | Call<unknown, unknown>> {
  const { params } = ctx;
  requireSameOrigin(deps.config, ctx);
  if (!route.inOrganization) {
    countCaller(ctx);
    return { deps, ctx, params, ...(await readAsked(ctx, route)) };
  }
  const found = await findCaller(deps, ctx);
  countCaller(ctx, found ? nameOf(found) : undefined);
  const caller = requirePermitted(route, found, params["organization"] ?? "");
  const { organization, actor } = caller;
  ctx.state.actor = actor;
  const asked = await readAsked(ctx, route);
  return { deps, ctx, params, organization, caller, by: actor, member: () => memberOf(caller), ...asked };
}

/** Nobody uses up what other people have; but an organization does not get more by making more tokens. */
function nameOf(caller: Caller): string {
  const { kind, organization } = caller;
  return kind === "session" ? `member:${caller.member._id}` : `tokens of ${organization._id}`;
}

function memberOf(caller: Caller): Member {
  invariant(caller.kind === "session", "a token can call no route that needs a member");
  return caller.member;
}
