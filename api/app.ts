/**
 * The HTTP application: the order of its layers, and nothing else.
 */
import Koa from "koa";
import { providerPages } from "./access/provider-pages.ts";
import { offerSessions } from "./access/sessions.ts";
import type { ApiDeps } from "./deps.ts";
import { organizationApi } from "./organization/http/router.ts";
import { logRequests } from "./request-log.ts";
import type { ScimState } from "./scim/context.ts";
import { mountScim } from "./scim/router.ts";
import { mountSite } from "./site/site.ts";

/** The codes of a connection that the client ended, or of what it left unfinished. */
const hungUp = /^(?:ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE|ERR_HTTP_REQUEST_TIMEOUT|HPE_\w+)$/;

/** Makes the application; it listens to nothing yet. */
export function createApp(deps: ApiDeps): Koa<ScimState> {
  const app = new Koa<ScimState>();
  app.use(logRequests(deps));
  mountSite(app, deps);
  app.use(offerSessions(deps, app));
  app.use(organizationApi(deps));
  app.use(providerPages(deps));
  mountScim(app, deps);
  app.on("error", (error: NodeJS.ErrnoException) => {
    // Whoever hangs up does no harm, and is no concern of the operator.
    const level = error.code !== undefined && hungUp.test(error.code) ? "debug" : "error";
    deps.log[level]({ err: error }, "an answer could not be written");
  });
  return app;
}
