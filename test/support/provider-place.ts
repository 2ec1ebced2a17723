/**
 * A house with an organization whose people sign in by a real OpenID provider.
 */
import { expect } from "vitest";
import { type House, openHouse } from "./house.ts";
import { type Browser, openBrowser } from "./http-browser.ts";
import { openOrganization, type TestOrganization } from "./organization.ts";
import { openProvider, signInThere, type TestProvider } from "./provider.ts";
import type { Answer } from "./scim-client.ts";
import { signedIn } from "./signing-in.ts";

const secretsKey = "a key of at least thirty-two characters";

export type ProviderPlace = {
  readonly house: House;
  readonly url: string;
  readonly provider: TestProvider;
  readonly organization: TestOrganization;
  /** Signed in as the owner. */
  readonly owner: Browser;
  /** Where an organization's provider is set. */
  settings(of?: TestOrganization): string;
  setProvider(more?: object, of?: TestOrganization, by?: Browser): Promise<Answer>;
  /** Goes to the provider, signs in there, and comes up to our callback. */
  comeBack(name: string, browser?: Browser, of?: TestOrganization): Promise<string>;
  /** All the way, as somebody of whom the provider says something. */
  enter(claims: Record<string, unknown>, of?: TestOrganization): Promise<[string | null, Browser]>;
  close(): Promise<void>;
};

/** The page on which somebody lands who was not signed in. */
export const problem = (code: string) => `/sign-in?problem=${code}`;

/** Where a URL leads at once. */
export async function leadsTo(browser: Browser, at: string): Promise<string | null> {
  return (await browser.send("GET", at)).headers.get("Location");
}

export async function openProviderPlace(): Promise<ProviderPlace> {
  const house = await openHouse({
    environment: { SECRETS_KEY: secretsKey, PROVIDER_WAIT_MS: "1000", SIGN_INS_PER_MINUTE: "0" },
  });
  const url = house.deps.config.PUBLIC_URL;
  const provider = await openProvider(`${url}/sign-in/callback`);
  const organization = await openOrganization(house);
  const owner = await signedIn(house, organization, "owner");
  const isCallback = (at: string) => at.startsWith(`${url}/sign-in/callback`);
  const place: ProviderPlace = {
    house,
    url,
    provider,
    organization,
    owner,
    settings: (of = organization) => `${url}/api/organizations/${of.id}/provider`,
    setProvider: (more = {}, of = organization, by = owner) => {
      const { issuer, clientId, clientSecret } = provider;
      return by.send("PUT", place.settings(of), { issuer, clientId, clientSecret, ...more });
    },
    comeBack: async (name, browser = openBrowser(), of = organization) => {
      const { url: page, answer } = await browser.open(`${url}/sign-in/with/${of.id}`, isCallback);
      return answer === null ? page : signInThere(browser, page, name, isCallback);
    },
    enter: async (claims, of = organization) => {
      const browser = openBrowser();
      provider.people.set("somebody", claims);
      return [await leadsTo(browser, await place.comeBack("somebody", browser, of)), browser];
    },
    close: async () => {
      await house.close();
      await provider.close();
    },
  };
  expect((await place.setProvider()).status).toBe(200);
  return place;
}
