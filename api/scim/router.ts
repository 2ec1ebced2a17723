/**
 * Everything under `/scim/v2/{organization}`: who may come in, then which resource. Whatever goes wrong in here
 * leaves as an error of RFC 7644.
 */
import Router from "@koa/router";
import type Koa from "koa";
import { ScimError } from "../../shared/scim/error.ts";
import { within } from "../../shared/within.ts";
import { noteCalls } from "../connections/note-calls.ts";
import type { ApiDeps } from "../deps.ts";
import { boundBodies } from "../limits/bodies.ts";
import { boundRequests, boundRequestsOfOrganization } from "../limits/in-flight.ts";
import { boundRate } from "../limits/rate.ts";
import { authenticate } from "./authenticate.ts";
import { bulk } from "./bulk/routes.ts";
import type { ScimMiddleware, ScimState } from "./context.ts";
import { discovery } from "./discovery.ts";
import { groups } from "./groups/routes.ts";
import { requireHost } from "./host.ts";
import { lists } from "./list/routes.ts";
import { problems } from "./problem.ts";
import { users } from "./users/routes.ts";

export function mountScim(app: Koa<ScimState>, deps: ApiDeps): void {
  const router = new Router<ScimState>({ prefix: "/scim/v2/:organization" });
  lists(router, deps);
  users(router, deps);
  groups(router, deps);
  bulk(router, deps);
  me(router);
  discovery(router, deps);
  app
    .use(noteCalls(deps))
    .use(problems(deps))
    .use(requireHost)
    .use(boundRequests(deps))
    .use((_ctx, next) => deps.pulse.guard(() => within(next(), deps.config.API_WORK_MS, "the store")))
    .use(authenticate(deps))
    .use(boundRequestsOfOrganization(deps))
    .use(boundRate(deps))
    .use(boundBodies(deps))
    .use(unanswered)
    .use(router.allowedMethods())
    .use(router.routes());
}

/** What no route has answered. The router has set 405 with `Allow`, or 501, where the path or the method is known. */
const unanswered: ScimMiddleware = async (ctx, next) => {
  await next();
  if (ctx.status === 405) throw new ScimError("methodNotAllowed", `Use ${ctx.response.get("Allow")} here.`);
  if (ctx.status === 501) throw new ScimError("notImplemented", "This server does not know that method.");
  if (ctx.status === 404) {
    throw new ScimError("notFound", "There is no such endpoint; /ResourceTypes lists those that there are.");
  }
};

/** A key stands for an organization and not for a person, so there is nobody that `/Me` could mean (RFC 7644 §3.11). */
function me(router: Router<ScimState>): void {
  router.all("/Me", () => {
    throw new ScimError(
      "notImplemented",
      "This server has no /Me: a key stands for no person. Find the person in /Users.",
    );
  });
}
