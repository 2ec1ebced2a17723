/**
 * Notes each call of a directory once its answer is out: for the state of its connection, for the admin who looks what
 * came, and in what is counted. Nobody's calls are noted where the organization does not exist, or where no key was
 * shown: a browser or a scanner is no directory. Neither are those that the self-test makes.
 */
import { findKey } from "../../shared/scim-key.ts";
import type { Counted } from "../../shared/store/statistics-documents.ts";
import type { ApiDeps } from "../deps.ts";
import { bearerToken } from "../scim/authenticate.ts";
import type { ScimContext, ScimMiddleware } from "../scim/context.ts";
import { type Call, isWrite, outcomeOf } from "./call.ts";
import { described } from "./described.ts";

/** A time at which every key still works. */
const anyTime = new Date(0);

export function noteCalls({ connections, requestNotes, activity, now, newId }: ApiDeps): ScimMiddleware {
  return (ctx, next) => {
    // When it came: answers can be out in another order than a client makes its calls.
    const at = now();
    const startedAt = performance.now();
    ctx.res.once("close", () => {
      const { asked, problem, isSelfTest } = ctx.state;
      if (!asked || isSelfTest || ctx.get("Authorization") === "") return;
      const key = keyOf(ctx);
      const { method, path, status, querystring: query } = ctx;
      const hungUp = !ctx.res.writableFinished;
      const told = problem && { fault: problem.fault, detail: problem.message };
      const call: Call = { at, method, path, status, hungUp, ...(told && { told }) };
      const ms = Math.round(performance.now() - startedAt);
      connections.note(asked._id, key, call);
      requestNotes.note(asked._id, {
        id: newId(),
        at,
        method: method.slice(0, 20),
        status,
        ms,
        key,
        hungUp,
        ...described({ ...call, query }),
      });
      const counted = countedOf(call);
      if (counted) activity.add(asked._id, at, counted);
    });
    return next();
  };
}

function countedOf(call: Call): Counted | null {
  const outcome = outcomeOf(call);
  if (outcome === "refused") return { refused: 1 };
  return outcome === "fine" && isWrite(call) ? { writes: 1 } : null;
}

/** The key that was shown, also one that has ended and is kept; null where it is none of the organization's. */
function keyOf(ctx: Pick<ScimContext, "state" | "get">): string | null {
  const { actor, asked } = ctx.state;
  if (actor?.kind === "key") return actor.id;
  return findKey(asked?.scim.keys ?? [], bearerToken(ctx.get("Authorization")), anyTime)?.id ?? null;
}
