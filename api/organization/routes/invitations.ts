/**
 * The routes for people without an account: what the link of an invitation opens, and accepting by it. Whoever guesses
 * links is slowed down; a good one is let in whatever came before it.
 */
import type { ApiDeps } from "../../deps.ts";
import { addressOfClient } from "../../limits/client-address.ts";
import { Problem } from "../http/problem.ts";
import { type ApiContext, openRoute } from "../http/route.ts";
import { acceptInvitation, lookAtInvitation } from "../members/accept.ts";
import { Refusal } from "../refusal.ts";
import { acceptance, invitationLink, invitationView } from "../schema/handshake.ts";

export const invitationRoutes = [
  openRoute({
    method: "POST",
    path: "/api/invitations/look",
    summary: "See what an invitation's link opens",
    body: invitationLink,
    answer: invitationView,
    run: async ({ deps, ctx, body: { organization, token } }) => {
      const seen = await lookAtInvitation(deps, organization, token);
      if (seen.state === "unknown") countGuess(deps, ctx, organization);
      return seen;
    },
  }),

  openRoute({
    method: "POST",
    path: "/api/invitations/accept",
    summary: "Accept an invitation",
    body: acceptance,
    run: async ({ deps, ctx, body }) => {
      try {
        await acceptInvitation(deps, body.organization, body.token, body);
      } catch (error) {
        if (error instanceof Refusal) countGuess(deps, ctx, body.organization);
        throw error;
      }
    },
  }),
];

/** @throws Problem tooMany for a client that came with too many links that are none */
function countGuess({ limits, config }: ApiDeps, ctx: ApiContext, organization: string): void {
  const retryAfter = limits.failedAttempts.count(addressOfClient(ctx, config), organization);
  if (retryAfter > 0)
    throw new Problem("tooMany", `Too many links that cannot be used. Try again in ${retryAfter} seconds.`, {
      retryAfterSeconds: retryAfter,
    });
}
