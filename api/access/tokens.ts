/**
 * The tokens by which an organization's programs are let in: shown once, kept as a hash, told apart by how they begin.
 */

import { createKey, findKey } from "../../shared/scim-key.ts";
import type { ApiToken } from "../../shared/store/access-documents.ts";
import type { Actor, Organization } from "../../shared/store/documents.ts";
import { untilForgotten } from "../../shared/store/recent.ts";
import type { ApiDeps } from "../deps.ts";
import { addressOfClient } from "../limits/client-address.ts";
import { Problem } from "../organization/http/problem.ts";
import type { ApiContext } from "../organization/http/route.ts";
import { Refusal } from "../organization/refusal.ts";
import { bearerToken } from "../scim/authenticate.ts";
import type { Caller } from "./caller.ts";

/** Tokens that an organization has at most. */
const tokensMax = 50;
/** How exact "last used" is: it is written once in so long. */
const useEveryMs = 60_000;
const dayMs = 24 * 60 * 60_000;

type Wanted = { readonly name: string; readonly access: "read" | "write"; readonly days: number | null };

/**
 * Makes a token.
 * @returns the secret, to be shown once, and what is kept of it
 * @throws Refusal where there are too many
 */
export async function issueToken(
  { store, now, newId }: ApiDeps,
  organization: string,
  { name, access, days }: Wanted,
  createdBy: Actor,
): Promise<{ secret: string; token: ApiToken }> {
  const at = now();
  const { secret, key } = createKey(newId(), at, "rct_");
  const expiresAt = days === null ? null : new Date(at.getTime() + days * dayMs);
  const token: ApiToken = { ...key, expiresAt, name, access, createdBy };
  // Where there is a last one, there is room for none.
  const room = { _id: organization, [`tokens.${tokensMax - 1}`]: { $exists: false } };
  const { matchedCount } = await store.organizations.updateOne(room, { $push: { tokens: token } });
  if (matchedCount === 0)
    throw new Refusal(`An organization has ${tokensMax} tokens at most. End one that is no longer used.`);
  await untilForgotten();
  return { secret, token };
}

/**
 * Ends a token at once.
 * @returns whether there was one
 */
export async function endToken({ store }: ApiDeps, organization: string, id: string): Promise<boolean> {
  const { modifiedCount } = await store.organizations.updateOne(
    { _id: organization },
    { $pull: { tokens: { id } } },
  );
  await untilForgotten();
  return modifiedCount === 1;
}

/** Who a token is shown by; null where it is none of the organization in the URL. @throws Problem tooMany */
export async function findTokenCaller(deps: ApiDeps, ctx: ApiContext): Promise<Caller | null> {
  const [, id = ""] = /^\/api\/organizations\/([^/]+)/.exec(ctx.path) ?? [];
  const organization = id === "" ? null : await deps.readOrganization(id);
  const now = deps.now();
  const token = findKey(organization?.tokens ?? [], bearerToken(ctx.get("Authorization")), now);
  if (organization?.enabled && token) {
    noteUse(deps, organization, token, now);
    return { kind: "token", organization, access: token.access, actor: { kind: "token", id: token.id } };
  }
  const retryAfter = deps.limits.failedAttempts.count(addressOfClient(ctx, deps.config), id);
  if (retryAfter === 0) return null;
  throw new Problem(
    "tooMany",
    `Too many requests came with a token that is missing or wrong. Try again in ${retryAfter} seconds.`,
    { retryAfterSeconds: retryAfter },
  );
}

/** Nobody waits for it, and a note that is lost does no harm. */
function noteUse({ store, log }: ApiDeps, { _id }: Organization, token: ApiToken, now: Date): void {
  if (token.lastUsedAt && now.getTime() - token.lastUsedAt.getTime() < useEveryMs) return;
  const stale = { $elemMatch: { id: token.id, lastUsedAt: token.lastUsedAt } };
  store.organizations
    .updateOne({ _id, tokens: stale }, { $set: { "tokens.$.lastUsedAt": now } })
    .catch((error: unknown) => log.debug({ err: error }, "the use of a token was not noted"));
}
