/**
 * How many bytes of bodies are in memory. What a body takes is taken before it is read, where it says how long it is;
 * and until the request is done, since what was read of it lives as long.
 */
import type { IncomingMessage } from "node:http";
import type { ApiDeps } from "../deps.ts";
import type { ScimMiddleware } from "../scim/context.ts";
import { overloaded } from "./in-flight.ts";

/**
 * Takes bytes for the body of a request.
 * @throws ScimError overloaded where there are not so many left
 */
export type HoldBytes = (bytes: number) => void;

/** Lets a request take bytes for its body, and gives them back. */
export function boundBodies({ limits }: ApiDeps): ScimMiddleware {
  return async (ctx, next) => {
    const held: (() => void)[] = [];
    ctx.state.holdBytes = (bytes) => {
      const release = limits.bodies.take(ctx.state.organization._id, bytes);
      if (!release) {
        limits.warn("API_BODIES_MAX_BYTES", "bodies are refused: too many bytes of them are in memory");
        throw overloaded("The server has too many large requests at the moment");
      }
      held.push(release);
    };
    try {
      await next();
    } finally {
      for (const release of held) release();
    }
  };
}

/**
 * Takes bytes for a body that does not say how long it is, as they arrive.
 * @returns never; it rejects, and the body arrives no further, where there are too few bytes left
 */
export function holdArriving(body: IncomingMessage, hold: HoldBytes): Promise<never> {
  return new Promise((_, reject) => {
    body.on("data", function count(chunk: Buffer) {
      try {
        hold(chunk.length);
      } catch (error) {
        body.off("data", count);
        body.pause();
        reject(error);
      }
    });
  });
}
