/**
 * The way to an organization's provider and back (OpenID Connect Core 1.0 §3.1: authorization code, with PKCE, state and
 * nonce). One secret in a cookie binds both ends to one browser: state, nonce and verifier are made from it, the store
 * knows its hash alone, and it serves once.
 */
import { createHmac, hash, randomBytes } from "node:crypto";
import {
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  fetchUserInfo,
} from "openid-client";
import type { Organization } from "../../shared/store/documents.ts";
import type { ApiDeps } from "../deps.ts";
import { addressOfClient } from "../limits/client-address.ts";
import type { ApiContext } from "../organization/http/route.ts";
import { callbackUrl, reasonOf } from "./provider.ts";
import { type Claims, findClaimed, namesIn } from "./provider-names.ts";
import { beginSession, isHttps } from "./sessions.ts";

/** Why nobody was signed in; the page of the door has words for each. */
type SignInProblem = "provider" | "unknownMember" | "expired" | "denied" | "notSet" | "tooMany";

class NotSignedIn extends Error {
  readonly problem: SignInProblem;
  constructor(problem: SignInProblem, cause: string) {
    super(cause);
    this.name = "NotSignedIn";
    this.problem = problem;
  }
}

/** What is known of a way while it is gone, for the log. */
export type About = { organization?: string };

/** How long somebody may take at the provider. */
const awayMs = 10 * 60_000;

/** What a provider says where the person, and not itself, is why it goes no further. */
const denials = ["access_denied", "consent_required", "interaction_required", "login_required"];

/** @returns where the provider is, with all that it needs */
export async function beginAtProvider(
  deps: ApiDeps,
  ctx: ApiContext,
  id: string,
  about: About,
): Promise<string> {
  about.organization = id.slice(0, 64);
  if (deps.limits.signIns.begin(addressOfClient(ctx, deps.config)) > 0)
    throw new NotSignedIn("tooMany", "too many sign-ins were begun from one address");
  const { organization, provider } = await requireProvider(deps, id);
  const configuration = await deps.providers.discover(organization._id, provider);
  const secret = randomBytes(32).toString("base64url");
  const expiresAt = new Date(deps.now().getTime() + awayMs);
  const { issuer } = provider;
  await deps.store.providerSignIns.insertOne({
    _id: hash("sha256", secret),
    organization: id,
    issuer,
    expiresAt,
  });
  setCookie(deps, ctx, secret);
  const url = buildAuthorizationUrl(configuration, {
    redirect_uri: callbackUrl(deps),
    scope: "openid email profile",
    state: madeOf(secret, "state"),
    nonce: madeOf(secret, "nonce"),
    code_challenge: await calculatePKCECodeChallenge(madeOf(secret, "verifier")),
    code_challenge_method: "S256",
  });
  return url.href;
}

/** Takes back whom the provider sends, and signs in the member who that is. @returns where the member goes on */
export async function finishAtProvider(deps: ApiDeps, ctx: ApiContext, about: About): Promise<string> {
  const answer = new URL(callbackUrl(deps));
  answer.search = ctx.querystring;
  const secret = ctx.cookies.get(cookieName(deps)) ?? "";
  // Whoever was led here by somebody else's link has another secret, or none; their own way stays open.
  if (secret === "" || answer.searchParams.get("state") !== madeOf(secret, "state"))
    throw new NotSignedIn("expired", "the answer of a provider was not for this browser");
  const begun = await deps.store.providerSignIns.findOneAndDelete({
    _id: hash("sha256", secret),
    expiresAt: { $gt: deps.now() },
  });
  setCookie(deps, ctx, null);
  if (!begun) throw new NotSignedIn("expired", "a sign-in took too long, or was used before");
  about.organization = begun.organization;
  const { organization, provider } = await requireProvider(deps, begun.organization);
  if (provider.issuer !== begun.issuer)
    throw new NotSignedIn("expired", "the provider was changed meanwhile");
  const configuration = await deps.providers.discover(organization._id, provider);
  const claims = await claimsFrom(configuration, answer, secret);
  const member = await findClaimed(deps, organization._id, namesIn(claims));
  if (!member)
    throw new NotSignedIn("unknownMember", "the provider knows somebody who is no member that may come in");
  await beginSession(deps, ctx, organization, member);
  return "/console";
}

/** Whom the provider says it is; where the ID token names nobody, as some do, it is asked. */
async function claimsFrom(
  configuration: Parameters<typeof authorizationCodeGrant>[0],
  answer: URL,
  secret: string,
): Promise<Claims> {
  const tokens = await authorizationCodeGrant(configuration, answer, {
    expectedState: madeOf(secret, "state"),
    expectedNonce: madeOf(secret, "nonce"),
    pkceCodeVerifier: madeOf(secret, "verifier"),
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims) throw new Error("the provider gave no ID token");
  const isThin = claims["email"] === undefined && namesIn(claims).length === 0;
  if (!isThin || configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
  return fetchUserInfo(configuration, tokens.access_token, claims.sub);
}

/** An organization that is not there is answered as one without a provider. */
async function requireProvider({ readOrganization }: ApiDeps, id: string) {
  const organization: Organization | null = await readOrganization(id);
  const provider = organization?.provider;
  if (!organization?.enabled || !provider)
    throw new NotSignedIn("notSet", "there is no such organization, or it has no provider");
  return { organization, provider };
}

/** Goes where the work says; or to the page that says why not, with the cause in the log. */
export async function lead(
  deps: ApiDeps,
  ctx: ApiContext,
  work: (about: About) => Promise<string>,
): Promise<void> {
  ctx.set("Cache-Control", "no-store");
  const about: About = {};
  try {
    ctx.redirect(await work(about));
  } catch (error) {
    const problem = problemOf(error);
    const why = { problem, ...about, reason: reasonOf(error), requestId: ctx.state.requestId };
    deps.log.warn(why, "nobody was signed in by a provider");
    ctx.redirect(`/sign-in?problem=${problem}`);
  }
}

function problemOf(error: unknown): SignInProblem {
  if (error instanceof NotSignedIn) return error.problem;
  return error instanceof AuthorizationResponseError && denials.includes(error.error) ? "denied" : "provider";
}

function madeOf(secret: string, what: "state" | "nonce" | "verifier"): string {
  return createHmac("sha256", secret).update(what).digest("base64url");
}

function cookieName(deps: ApiDeps): string {
  return isHttps(deps) ? "__Host-rollcall-provider" : "rollcall-provider";
}

function setCookie(deps: ApiDeps, ctx: ApiContext, secret: string | null): void {
  const secure = isHttps(deps);
  ctx.cookies.set(cookieName(deps), secret, {
    maxAge: awayMs,
    httpOnly: true,
    secure,
    sameSite: "lax",
    signed: false,
  });
}
