/**
 * Counts each request of an organization before anything is read for it.
 */
import type { ApiDeps } from "../deps.ts";
import type { ScimMiddleware } from "../scim/context.ts";

export function boundRate({ limits }: ApiDeps): ScimMiddleware {
  return (ctx, next) => {
    limits.rates.count(ctx.state.organization, 1);
    return next();
  };
}
