/**
 * Notes each call of a directory once its answer is out, for the state of its connection. Nobody's calls are noted
 * where the organization does not exist, or where no key was shown: a browser or a scanner is no directory.
 */
import { findKey } from "../../shared/scim-key.ts";
import type { ApiDeps } from "../deps.ts";
import { bearerToken } from "../scim/authenticate.ts";
import type { ScimContext, ScimMiddleware } from "../scim/context.ts";

/** A time at which every key still works. */
const anyTime = new Date(0);

export function noteCalls({ connections, now }: ApiDeps): ScimMiddleware {
  return (ctx, next) => {
    // When it came: answers can be out in another order than a client makes its calls.
    const at = now();
    ctx.res.once("close", () => {
      const { asked, problem } = ctx.state;
      if (!asked || ctx.get("Authorization") === "") return;
      connections.note(asked._id, keyOf(ctx), {
        at,
        method: ctx.method,
        path: ctx.path,
        status: ctx.status,
        hungUp: !ctx.res.writableFinished,
        ...(problem && { told: { fault: problem.fault, detail: problem.message } }),
      });
    });
    return next();
  };
}

/** The key that was shown, also one that has ended and is kept; null where it is none of the organization's. */
function keyOf(ctx: Pick<ScimContext, "state" | "get">): string | null {
  const { actor, asked } = ctx.state;
  if (actor?.kind === "key") return actor.id;
  return findKey(asked?.scim.keys ?? [], bearerToken(ctx.get("Authorization")), anyTime)?.id ?? null;
}
