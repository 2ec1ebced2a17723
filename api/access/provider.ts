/**
 * The provider by which an organization's people sign in, as its owner sets it. It is asked once before it is kept, so
 * that a slip is told here and not to everybody at their next sign-in.
 */
import { AuthorizationResponseError, ResponseBodyError } from "openid-client";
import type { Provider } from "../../shared/store/access-documents.ts";
import type { Organization } from "../../shared/store/documents.ts";
import { untilForgotten } from "../../shared/store/recent.ts";
import type { ApiDeps } from "../deps.ts";
import { Refusal } from "../organization/refusal.ts";
import { mayAsk } from "./provider-fetch.ts";
import { placeOfSecret } from "./providers.ts";
import { NotPublic } from "./public-address.ts";
import { seal } from "./sealed.ts";

type Wanted = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
};

/** Where a provider sends people back to; to be entered there. */
export function callbackUrl({ config }: Pick<ApiDeps, "config">): string {
  return `${config.PUBLIC_URL}/sign-in/callback`;
}

/**
 * Sets the provider. A secret that is left out stays what it is, for the same issuer: no other one gets to see it.
 * @throws Refusal where there is no such provider, or its secret cannot be kept
 */
export async function setProvider(
  deps: ApiDeps,
  { _id, provider: before }: Organization,
  { issuer, clientId, clientSecret }: Wanted,
): Promise<Provider> {
  requireIssuer(deps, issuer);
  const kept = before?.issuer === issuer ? before.sealedSecret : undefined;
  const sealedSecret = clientSecret === undefined ? kept : sealed(deps, _id, clientSecret);
  const provider = { issuer, clientId, ...(sealedSecret !== undefined && { sealedSecret }) };
  await deps.providers.discover(_id, provider).catch((error: unknown) => {
    deps.log.warn({ organization: _id, issuer, reason: reasonOf(error) }, "a sign-in provider was refused");
    if (isNotPublic(error)) throw notPublic(issuer);
    throw new Refusal(
      `${issuer} does not answer as a provider of OpenID Connect. Copy the issuer from the provider, as its page writes it, and try again.`,
    );
  });
  await deps.store.organizations.updateOne({ _id }, { $set: { provider } });
  await untilForgotten();
  return provider;
}

/** Takes the provider away; people sign in by e-mail alone then. */
export async function removeProvider({ store }: ApiDeps, organization: string): Promise<void> {
  await store.organizations.updateOne({ _id: organization }, { $unset: { provider: true } });
  await untilForgotten();
}

/** Why a provider could not be used, for the log: what was sent to and fro may hold secrets, and stays out of it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const isTold = error instanceof ResponseBodyError || error instanceof AuthorizationResponseError;
  const told = isTold ? `: ${error.error}, ${error.error_description ?? "without a word"}` : "";
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `${error.message}${told}${cause}`.slice(0, 500);
}

function requireIssuer({ config }: ApiDeps, issuer: string): void {
  const url = new URL(issuer);
  if (!mayAsk(issuer, config))
    throw url.protocol === "https:" ? notPublic(issuer) : new Refusal("The issuer begins with https://.");
  const { username, password, search, hash, pathname } = url;
  if (username + password + search + hash !== "" || pathname.includes("/.well-known/"))
    throw new Refusal(
      "Enter the issuer alone, such as https://login.example.com/tenant: without /.well-known/…, a question mark, # or a password.",
    );
}

function notPublic(issuer: string): Refusal {
  return new Refusal(
    `${new URL(issuer).hostname} is not in the public internet, and this installation asks no provider elsewhere. Its operator can change that, with PROVIDER_NETWORK=any for the API.`,
  );
}

/** Whether that is behind an error; those who ask on our behalf wrap it. */
function isNotPublic(error: unknown): boolean {
  return error instanceof NotPublic || (error instanceof Error && isNotPublic(error.cause));
}

function sealed({ config }: ApiDeps, organization: string, secret: string): string {
  if (config.SECRETS_KEY === undefined)
    throw new Refusal(
      "This installation cannot keep a client secret yet. Its operator sets SECRETS_KEY for the API; or register a client without a secret (a public client with PKCE) at the provider.",
    );
  return seal(config.SECRETS_KEY, placeOfSecret(organization), secret);
}
