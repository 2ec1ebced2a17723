/**
 * Everything under `/scim/v2/{organization}`: who may come in, then which resource. Whatever goes wrong in here
 * leaves as an error of RFC 7644.
 */
import Router from "@koa/router";
import type Koa from "koa";
import { ScimError } from "../../shared/scim/error.ts";
import type { ApiDeps } from "../deps.ts";
import { authenticate } from "./authenticate.ts";
import type { ScimMiddleware, ScimState } from "./context.ts";
import { discovery } from "./discovery.ts";
import { groups } from "./groups.ts";
import { problems } from "./problem.ts";
import { users } from "./users.ts";

export function mountScim(app: Koa<ScimState>, deps: ApiDeps): void {
  const router = new Router<ScimState>({ prefix: "/scim/v2/:organization" });
  users(router, deps);
  groups(router, deps);
  discovery(router, deps);
  const methods = router.allowedMethods({
    throw: true,
    methodNotAllowed: () => new ScimError("methodNotAllowed", "This resource does not take that method."),
    notImplemented: () => new ScimError("notImplemented", "This server does not know that method."),
  });
  app.use(problems(deps)).use(authenticate(deps)).use(router.routes()).use(methods).use(nothingHere);
}

const nothingHere: ScimMiddleware = () => {
  throw new ScimError("notFound", "There is no such endpoint; /ResourceTypes lists those that there are.");
};
