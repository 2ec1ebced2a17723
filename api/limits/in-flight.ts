/**
 * How many requests the process works at: more of them would only make all of them slower, until none is in time.
 * Whoever is one too many is told so at once, before anything is read for it.
 */
import type { Context, Next } from "koa";
import { ScimError } from "../../shared/scim/error.ts";
import type { ApiDeps } from "../deps.ts";
import type { ScimMiddleware } from "../scim/context.ts";

/** What it needs of a request, whoever answers it. */
type Connected = Pick<Context, "req" | "res">;

/** Bounds the requests of everybody together, and how long an answer waits for a client that does not take it. */
export function boundRequests({ config, limits }: ApiDeps): (ctx: Connected, next: Next) => Promise<void> {
  return (ctx, next) => {
    const leave = limits.requests.take("", 1);
    if (!leave) {
      limits.warn("API_IN_FLIGHT_MAX", "requests are refused: too many are in flight");
      throw overloaded("The server has too many requests at the moment");
    }
    return untilAnswered(ctx, leave, async () => {
      try {
        await next();
      } finally {
        // Only now: what we take long for is not the client's fault.
        ctx.req.socket.setTimeout(config.API_UNREAD_MS);
      }
    });
  };
}

/** Bounds the requests of one organization, which must be known: nobody takes from it without its key. */
export function boundRequestsOfOrganization({ limits }: ApiDeps): ScimMiddleware {
  return (ctx, next) => {
    const leave = limits.organizationRequests.take(ctx.state.organization._id, 1);
    if (!leave) {
      limits.warn("API_IN_FLIGHT_PER_ORGANIZATION", "requests are refused: one organization has too many");
      throw overloaded("This organization has too many requests at the same time");
    }
    return untilAnswered(ctx, leave, next);
  };
}

/** The refusal of a request that came at a bad moment; there is nothing wrong with it. */
export function overloaded(why: string): ScimError {
  const retryAfterSeconds = 1;
  return new ScimError("overloaded", `${why}; send this one again in a second, and fewer at the same time.`, {
    retryAfterSeconds,
  });
}

/** A request is in flight until its work has ended and its answer is written, or nobody waits for that any more. */
async function untilAnswered(
  { res }: Pick<Context, "res">,
  leave: () => void,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } finally {
    if (res.closed) leave();
    else res.once("close", leave);
  }
}
