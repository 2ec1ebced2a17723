/**
 * Finds out who calls. Whoever shows a token is let in by that token or not at all.
 */
import type { ApiDeps } from "../deps.ts";
import type { ApiContext } from "../organization/http/route.ts";
import type { Caller } from "./caller.ts";
import { findSignedIn } from "./sessions.ts";
import { findTokenCaller } from "./tokens.ts";

/**
 * Whether the caller may is for the route to say, and whether it is the organization in the URL, too.
 * @returns null for nobody: there is no session or token, or it has ended
 * @throws Problem tooMany where too many wrong tokens were sent
 */
export async function findCaller(deps: ApiDeps, ctx: ApiContext): Promise<Caller | null> {
  if (ctx.get("Authorization") !== "") return findTokenCaller(deps, ctx);
  const signedIn = await findSignedIn(deps, ctx);
  if (!signedIn) return null;
  const { organization, member } = signedIn;
  const kind = member.standing.role === "member" ? "member" : "admin";
  return { kind: "session", organization, member, actor: { kind, id: member._id } };
}
