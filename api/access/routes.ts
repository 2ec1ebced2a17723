/**
 * The routes of who comes in: by a link, out again, and who is in.
 */
import { z } from "zod";
import { endSessions } from "../../shared/store/sessions.ts";
import type { ApiDeps } from "../deps.ts";
import { addressOfClient } from "../limits/client-address.ts";
import { Problem } from "../organization/http/problem.ts";
import { type ApiContext, openRoute, type Route } from "../organization/http/route.ts";
import { sessionView, signInLink, signInRequest } from "../organization/schema/access.ts";
import { providerRoutes } from "./provider-routes.ts";
import { beginSession, endSession, findSignedIn, type SignedIn } from "./sessions.ts";
import { askForLinks, redeemLink } from "./sign-in.ts";
import { tokenRoutes } from "./token-routes.ts";

const askForLink = openRoute({
  method: "POST",
  path: "/api/sign-in",
  summary: "Asks for an e-mail with a link that signs in",
  description: "The answer is the same whether or not there is somebody of that address or userName.",
  body: signInRequest,
  status: 202,
  answer: z.object({}),
  run: async ({ deps, ctx, body }) => {
    beginSlowly(deps, ctx);
    askForLinks(deps, body.address);
    return {};
  },
});

const useLink = openRoute({
  method: "POST",
  path: "/api/sign-in/link",
  summary: "Signs in by a link, once; sets the cookie",
  body: signInLink,
  answer: sessionView,
  run: async ({ deps, ctx, body }) => {
    const found = await redeemLink(deps, body.token);
    if (!found) throw goneLink(deps, ctx);
    return view(await beginSession(deps, ctx, found.organization, found.member));
  },
});

const readSession = openRoute({
  method: "GET",
  path: "/api/session",
  summary: "Who is signed in",
  answer: sessionView,
  run: async ({ deps, ctx }) => view(await requireSignedIn(deps, ctx)),
});

const signOut = openRoute({
  method: "DELETE",
  path: "/api/session",
  summary: "Signs out here",
  run: async ({ deps, ctx }) => {
    await requireSignedIn(deps, ctx);
    await endSession(ctx);
  },
});

const signOutEverywhere = openRoute({
  method: "DELETE",
  path: "/api/sessions",
  summary: "Signs out everywhere",
  run: async ({ deps, ctx }) => {
    const { organization, member } = await requireSignedIn(deps, ctx);
    await endSessions(deps.store, organization._id, [member._id]);
    await endSession(ctx);
  },
});

export const accessRoutes: readonly Route[] = [
  askForLink,
  useLink,
  readSession,
  signOut,
  signOutEverywhere,
  ...providerRoutes,
  ...tokenRoutes,
];

/** @throws Problem tooMany for a client that begins too many sign-ins */
function beginSlowly({ limits, config }: ApiDeps, ctx: ApiContext): void {
  const retryAfter = limits.signIns.begin(addressOfClient(ctx, config));
  if (retryAfter > 0)
    throw new Problem("tooMany", `Too many sign-ins from here. Try again in ${retryAfter} seconds.`, {
      retryAfterSeconds: retryAfter,
    });
}

/** Guessing links is slowed down; a good one is let in whatever came before it. */
function goneLink({ limits, config }: ApiDeps, ctx: ApiContext): Problem {
  const retryAfter = limits.failedAttempts.count(addressOfClient(ctx, config), "");
  return retryAfter === 0
    ? new Problem("gone", "This link has been used, or has expired. Ask for a new one.")
    : new Problem("tooMany", `Too many links that cannot be used. Try again in ${retryAfter} seconds.`, {
        retryAfterSeconds: retryAfter,
      });
}

async function requireSignedIn(deps: ApiDeps, ctx: ApiContext): Promise<SignedIn> {
  const signedIn = ctx.get("Authorization") === "" ? await findSignedIn(deps, ctx) : null;
  if (!signedIn) throw new Problem("unauthorized", "Sign in first.");
  return signedIn;
}

function view({ organization, member, signedInAt, expiresAt }: SignedIn): z.infer<typeof sessionView> {
  const { attributes, standing, keys, _id: id } = member;
  return {
    organization: { id: organization._id, name: organization.name },
    member: {
      id,
      name: attributes.displayName ?? attributes.userName,
      address: standing.address ?? keys.address ?? null,
      role: standing.role,
      status: standing.status,
    },
    signedInAt,
    expiresAt,
  };
}
