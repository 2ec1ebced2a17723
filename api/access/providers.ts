/**
 * The providers of the organizations, as OpenID Connect discovers them; what was found is kept for a while. Whatever a
 * provider says is checked by openid-client: issuer, audience, nonce, times, and the signature too.
 */
import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  clockSkew,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
} from "openid-client";
import type { Config } from "../../shared/config.ts";
import type { Provider } from "../../shared/store/access-documents.ts";
import { isLocal, openProviderFetch } from "./provider-fetch.ts";
import { unseal } from "./sealed.ts";

export type Providers = {
  /**
   * The provider of an organization.
   * @throws where it cannot be asked, or does not answer as one should
   */
  discover(organization: string, provider: Provider): Promise<Configuration>;
};

/** How long what a provider says of itself is kept, and of how many. */
const keptMs = 10 * 60_000;
const keptMax = 1_000;

export function openProviders(config: Config, now: () => Date): Providers {
  const kept = new Map<string, { readonly at: number; readonly found: Promise<Configuration> }>();
  return {
    discover: (organization, provider) => {
      const { issuer, clientId, sealedSecret } = provider;
      const key = JSON.stringify([organization, issuer, clientId, sealedSecret]);
      const at = performance.now();
      const known = kept.get(key);
      if (known && at - known.at < keptMs) return known.found;
      if (kept.size >= keptMax) kept.clear();
      const found = ask(config, now, organization, provider);
      kept.set(key, { at, found });
      found.catch(() => kept.delete(key));
      return found;
    },
  };
}

/** Where the client secret is sealed for. */
export function placeOfSecret(organization: string): readonly string[] {
  return ["provider", organization];
}

async function ask(
  config: Config,
  now: () => Date,
  organization: string,
  { issuer, clientId, sealedSecret }: Provider,
): Promise<Configuration> {
  const { PUBLIC_URL, PROVIDER_WAIT_MS, SECRETS_KEY } = config;
  let auth = None();
  if (sealedSecret !== undefined) {
    if (SECRETS_KEY === undefined) throw new Error("there is no SECRETS_KEY to open the client secret with");
    auth = bySecret(unseal(SECRETS_KEY, placeOfSecret(organization), sealedSecret));
  }
  // The times in what a provider signs are held against the clock that everything here is dated by.
  const client = { [clockSkew]: Math.round((now().getTime() - Date.now()) / 1_000) };
  return discovery(new URL(issuer), clientId, client, auth, {
    [customFetch]: openProviderFetch(config),
    timeout: PROVIDER_WAIT_MS / 1_000,
    execute: [enableNonRepudiationChecks, ...(isLocal(PUBLIC_URL) ? [allowInsecureRequests] : [])],
  });
}

/** In the header, unless the provider takes it in the body alone (OpenID Connect Discovery 1.0 §3). */
function bySecret(secret: string): ClientAuth {
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (methods.includes("client_secret_basic") ? basic : post)(server, ...rest);
  };
}
