/**
 * Who calls the organization API: a member by a session, or a program by a token of the organization. Whoever shows a
 * token is let in by that token or not at all.
 */
import type { Actor, Member, Organization } from "../../shared/store/documents.ts";
import type { ApiDeps } from "../deps.ts";
import type { ApiContext } from "../organization/http/route.ts";
import { findSignedIn } from "./sessions.ts";
import { findTokenCaller } from "./tokens.ts";

export type Caller =
  | {
      readonly kind: "session";
      readonly organization: Organization;
      readonly member: Member;
      readonly actor: Actor;
    }
  | {
      readonly kind: "token";
      readonly organization: Organization;
      readonly access: "read" | "write";
      readonly actor: Actor;
    };

/**
 * Finds out who calls. Whether they may is for the route to say, and whether it is the organization in the URL, too.
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
