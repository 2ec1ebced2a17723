/**
 * What a client of the organization API is told when something goes wrong (RFC 9457): in words for people, with a code
 * for programs, and nothing of our inside.
 */
import { z } from "zod";
import type { Log } from "../../../shared/log.ts";
import { ScimError } from "../../../shared/scim/error.ts";
import { isAway, isTooLong } from "../../../shared/store/trouble.ts";
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
type ProblemCode = keyof typeof kinds;
const codes = Object.keys(kinds) as ProblemCode[];

/** What a route throws for all that is not a `Refusal`. */
export class Problem extends Error {
  readonly code: ProblemCode;
  /** Seconds until it is worth another try; for `tooMany` and `unavailable`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    options: { cause?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(detail, { cause: options.cause });
    this.name = "Problem";
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return kinds[this.code].status;
  }
}

/** Any error as a problem; what is our own fault is logged with its cause. */
export function problemOf(cause: unknown, log: Log, requestId: string): Problem {
  if (cause instanceof Problem) return cause;
  if (cause instanceof Refusal) return new Problem("conflict", cause.message, { cause });
  if (cause instanceof URIError)
    return new Problem("badRequest", "The URL is not encoded as URLs are.", { cause });
  if (cause instanceof ScimError && cause.status < 500) return ofScim(cause);
  if (isTooLong(cause))
    return new Problem(
      "badRequest",
      "That takes too long to find. Narrow it down by more, or by a shorter time.",
      {
        cause,
      },
    );
  if (isAway(cause) || (cause instanceof ScimError && cause.status === 503)) {
    log.warn({ err: cause, requestId }, "a request could not be served");
    return new Problem("unavailable", "Try again in a moment.", { cause, retryAfterSeconds: 2 });
  }
  log.error({ err: cause, requestId }, "a request failed");
  const detail = `Nothing is wrong with what you did. Tell whoever runs this server the request id ${requestId}.`;
  return new Problem("internal", detail, { cause });
}

/** What the kernel or a limit refuses a directory, it refuses an admin in the same words. */
function ofScim(cause: ScimError): Problem {
  const { retryAfterSeconds } = cause;
  const code = codes.find((one) => kinds[one].status === cause.status) ?? "badRequest";
  const options = { cause, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
  return new Problem(code, cause.message, options);
}

/** As it goes over the wire. */
export const problemView = z
  .object({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.number(),
    /** For people: what is wrong, and the way out. */
    detail: z.string(),
    /** For programs. */
    code: z.enum(codes),
  })
  .meta({ id: "Problem" });

export function encodeProblem({ code, message, status }: Problem): z.infer<typeof problemView> {
  return { type: "about:blank", title: kinds[code].title, status, detail: message, code };
}
