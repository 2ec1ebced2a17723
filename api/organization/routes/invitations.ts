/**
 * The routes for people without an account: what the link of an invitation opens, and accepting by it.
 */
import { acceptInvitation, lookAtInvitation } from "../accept.ts";
import { openRoute } from "../http/route.ts";
import { acceptance, invitationLink, invitationView } from "../schema/handshake.ts";

export const invitationRoutes = [
  openRoute({
    method: "POST",
    path: "/api/invitations/look",
    summary: "See what an invitation's link opens",
    body: invitationLink,
    answer: invitationView,
    run: ({ deps, body }) => lookAtInvitation(deps, body.organization, body.token),
  }),

  openRoute({
    method: "POST",
    path: "/api/invitations/accept",
    summary: "Accept an invitation",
    body: acceptance,
    run: ({ deps, body }) => acceptInvitation(deps, body.organization, body.token, body),
  }),
];
