/**
 * From whatever was thrown to the SCIM error that the client gets. This is total: nothing leaves in another form,
 * and nothing of our insides leaves at all.
 */
import { encodeError, ScimError } from "../../shared/scim/error.ts";
import { isAway, isTooLong } from "../../shared/store/trouble.ts";
import type { ApiDeps } from "../deps.ts";
import { answer, type ScimMiddleware } from "./context.ts";

/** Seconds after which a client may try again when we could not serve it. */
const retryAfterSeconds = 5;

export function problems({ log }: ApiDeps): ScimMiddleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const { requestId } = ctx.state;
      const problem = toProblem(error, requestId);
      ctx.state.problem = problem;
      if (isOurs(problem)) log.error({ err: error, requestId }, "a request failed");
      if (problem.status === 401) ctx.set("WWW-Authenticate", "Bearer");
      const retryAfter =
        problem.retryAfterSeconds ?? (problem.status === 503 ? retryAfterSeconds : undefined);
      if (retryAfter !== undefined) ctx.set("Retry-After", String(retryAfter));
      answer(ctx, problem.status, encodeError(problem));
    }
  };
}

/** Whether it is for the operators to know of. */
export function isOurs({ fault, status }: ScimError): boolean {
  // Of an overload they hear by itself, and not with every request.
  return status >= 500 && fault !== "notImplemented" && fault !== "overloaded";
}

/** @param requestId for the operators, where the mistake is ours */
export function toProblem(error: unknown, requestId: string): ScimError {
  if (error instanceof ScimError) return error;
  if (error instanceof URIError)
    return new ScimError("invalidSyntax", "The URL is not encoded as URLs are.", { cause: error });
  if (isTooLong(error)) {
    return new ScimError(
      "tooMany",
      "The filter takes too long; ask for userName, externalId or an e-mail address.",
      { cause: error },
    );
  }
  if (isAway(error)) {
    return new ScimError(
      "unavailable",
      `The service is not available at the moment; try again in ${retryAfterSeconds} seconds.`,
      { cause: error },
    );
  }
  return new ScimError(
    "internal",
    `The server made a mistake. Tell its operators the request id ${requestId}.`,
    { cause: error },
  );
}
