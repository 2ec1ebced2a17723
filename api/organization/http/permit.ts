/**
 * Whether a caller may call a route: of this organization, and enough in it. Whoever belongs elsewhere is told the same as
 * where there is no such organization.
 */
import type { Member } from "../../../shared/store/documents.ts";
import type { Caller } from "../../access/caller.ts";
import { Problem } from "./problem.ts";
import type { Least, Route } from "./route.ts";

const ranks: Readonly<Record<Least, number>> = { public: 0, member: 1, admin: 2, owner: 3 };

/** @throws Problem where the caller may not */
export function requirePermitted(route: Route, caller: Caller | null, organization: string): Caller {
  if (!caller) throw new Problem("unauthorized", "Sign in first, or send an API token as a Bearer token.");
  if (caller.organization._id !== organization)
    throw new Problem("notFound", "There is no such organization, or it is not yours.");
  if (caller.kind === "token") requireToken(route, caller.access);
  else if (rankOf(caller.member) < ranks[route.least])
    throw new Problem(
      "forbidden",
      `Only ${route.least === "owner" ? "an owner" : "an admin or an owner"} may do that.`,
    );
  return caller;
}

/** A role counts from the confirmation on; until then everybody is a plain member. */
function rankOf({ standing: { role, status } }: Member): number {
  return status === "confirmed" ? ranks[role] : ranks.member;
}

function requireToken({ tokens, method }: Route, access: "read" | "write"): void {
  if (!tokens) throw new Problem("forbidden", "No API token can do that: sign in as a person.");
  if (access === "read" && method !== "GET")
    throw new Problem("forbidden", "This API token can only read. Make one that can write.");
}
