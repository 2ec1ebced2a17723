/**
 * The routes of API tokens: an owner's, and never a token's own.
 */
import { z } from "zod";
import type { ApiToken } from "../../shared/store/access-documents.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem } from "../organization/http/problem.ts";
import { type Route, route } from "../organization/http/route.ts";
import { issuedToken, newToken, type TokenView, tokenView } from "../organization/schema/access.ts";
import { endToken, issueToken } from "./tokens.ts";

const list = route("owner", {
  method: "GET",
  path: "/tokens",
  summary: "Lists the tokens for automation",
  description: "Those whose time is over are listed too, until they are ended.",
  answer: z.object({ items: z.array(tokenView) }),
  run: async ({ deps, organization }) => ({
    items: await Promise.all((organization.tokens ?? []).map((token) => view(deps, organization._id, token))),
  }),
});

const issue = route("owner", {
  method: "POST",
  path: "/tokens",
  summary: "Makes a token; its secret is shown this once",
  body: newToken,
  status: 201,
  answer: issuedToken,
  run: async ({ deps, organization: { _id }, by, body }) => {
    const { secret, token } = await issueToken(deps, _id, body, by);
    return { secret, token: await view(deps, _id, token) };
  },
  tells: ({ body }) => ({ kind: "token.made", detail: [body.name] }),
});

const end = route("owner", {
  method: "DELETE",
  path: "/tokens/:token",
  summary: "Ends a token at once",
  run: async ({ deps, organization, params }) => {
    if (!(await endToken(deps, organization._id, params["token"] ?? "")))
      throw new Problem("notFound", "There is no such token.");
  },
  tells: ({ organization: { tokens = [] }, params }) => ({
    kind: "token.ended",
    detail: tokens.flatMap(({ id, name }) => (id === params["token"] ? name : [])),
  }),
});

export const tokenRoutes: readonly Route[] = [list, issue, end];

async function view(
  { readMember }: ApiDeps,
  organization: string,
  { hash: _, createdBy, ...shown }: ApiToken,
): Promise<TokenView> {
  const creator = "id" in createdBy ? await readMember(organization, createdBy.id) : null;
  return { ...shown, createdBy: creator && (creator.attributes.displayName ?? creator.attributes.userName) };
}
