/**
 * One line in the log for each request, and the id by which it is found there. The line holds no query and no body:
 * they name people; nor the secret of a link.
 */
import { randomUUID } from "node:crypto";
import type { ApiDeps } from "./deps.ts";
import { countWrite } from "./ops/count-writes.ts";
import type { ScimMiddleware } from "./scim/context.ts";

/** The pages that links in e-mails open, up to what only the one who got the e-mail knows. */
const secretPath = /^(\/sign-in\/link\/|\/join\/[^/]*\/).*$/;

export function logRequests({ log, metrics }: ApiDeps): ScimMiddleware {
  return async (ctx, next) => {
    const requestId = randomUUID();
    const startedAt = performance.now();
    ctx.state.requestId = requestId;
    ctx.set("X-Request-Id", requestId);
    await next();
    const ms = performance.now() - startedAt;
    countWrite(metrics, ctx, ms / 1_000);
    log.info({
      requestId,
      method: ctx.method,
      path: ctx.path.replace(secretPath, "$1").slice(0, 200),
      status: ctx.status,
      ms: Math.round(ms),
      actor: ctx.state.actor,
    });
  };
}
