/**
 * The HTTP application: the order of its layers, and nothing else.
 */
import Koa from "koa";
import type { ApiDeps } from "./deps.ts";
import { logRequests } from "./request-log.ts";
import type { ScimState } from "./scim/context.ts";
import { mountScim } from "./scim/router.ts";

/** Makes the application; it listens to nothing yet. */
export function createApp(deps: ApiDeps): Koa<ScimState> {
  const app = new Koa<ScimState>();
  app.use(logRequests(deps));
  mountScim(app, deps);
  app.on("error", (error) => deps.log.error({ err: error }, "an answer could not be written"));
  return app;
}
