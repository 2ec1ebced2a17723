/**
 * What a client of the organization API is told when something goes wrong (RFC 9457): in words for people, with a code
 * for programs, and nothing of our inside.
 */
import type { Log } from "../../../shared/log.ts";
import { isAway } from "../../../shared/store/trouble.ts";
import { Refusal } from "../refusal.ts";

/** The codes, with the status and the title of each. */
const kinds = {
  badRequest: { status: 400, title: "The request is not what this route takes" },
  unauthorized: { status: 401, title: "Nobody is signed in" },
  forbidden: { status: 403, title: "That is not yours to do" },
  notFound: { status: 404, title: "There is nothing here" },
  methodNotAllowed: { status: 405, title: "This path does not take that method" },
  conflict: { status: 409, title: "That cannot be had" },
  gone: { status: 410, title: "That is over" },
  tooLarge: { status: 413, title: "The request is too large" },
  unsupportedMediaType: { status: 415, title: "The body must be JSON" },
  tooMany: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something went wrong here" },
  unavailable: { status: 503, title: "The service cannot answer at the moment" },
} as const;
export type ProblemCode = keyof typeof kinds;
export const problemCodes = Object.keys(kinds);

/** What a route throws for all that is not a `Refusal`. */
export class Problem extends Error {
  readonly code: ProblemCode;
  /** Seconds until it is worth another try; for `tooMany` and `unavailable`. */
  readonly retryAfter: number | undefined;

  constructor(code: ProblemCode, detail: string, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(detail, { cause: options.cause });
    this.name = "Problem";
    this.code = code;
    this.retryAfter = options.retryAfter;
  }

  get status(): number {
    return kinds[this.code].status;
  }
}

/** Any error as a problem; what is our own fault is logged with its cause. */
export function problemOf(error: unknown, log: Log, requestId: string): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Refusal) return new Problem("conflict", error.message, { cause: error });
  if (isAway(error)) {
    log.warn({ err: error, requestId }, "a request could not be served");
    return new Problem("unavailable", "Try again in a moment.", { cause: error, retryAfter: 2 });
  }
  log.error({ err: error, requestId }, "a request failed");
  return new Problem("internal", `It was noted here as ${requestId}; nothing of yours is at fault.`, {
    cause: error,
  });
}

/** As it goes over the wire. */
export function encodeProblem({ code, message, status }: Problem) {
  return { type: "about:blank", title: kinds[code].title, status, detail: message, code };
}
