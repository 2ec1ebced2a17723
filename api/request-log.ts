/**
 * One line in the log for each request, and the id by which it is found there. The line holds no query and no body,
 * which name people, and no token of a link.
 */
import { randomUUID } from "node:crypto";
import type { ApiDeps } from "./deps.ts";
import { countWrite } from "./ops/count-writes.ts";
import type { ScimMiddleware } from "./scim/context.ts";

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
      path: withoutSecrets(ctx.path).slice(0, 200),
      status: ctx.status,
      ms: Math.round(ms),
      actor: ctx.state.actor,
    });
  };
}

/** The pages of links that let somebody in, up to the token. */
const linkPage = /^(\/sign-in\/link\/|\/join\/[^/]*\/).+/i;

/** A path as the log may keep it: who reads the log must not come in by it. */
export function withoutSecrets(path: string): string {
  return path.replace(linkPage, "$1-");
}
