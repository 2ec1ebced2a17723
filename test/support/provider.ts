/**
 * A real OpenID provider in the test's own process, whose people a test names; each signs in there as with a browser.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import type { Browser } from "./http-browser.ts";

export type TestProvider = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the provider says of each of its people, by the name that they sign in with. */
  readonly people: Map<string, Record<string, unknown>>;
  /** Until null is given, answers before the provider does. @returns whether it has */
  intercept(answer: ((request: IncomingMessage, response: ServerResponse) => boolean) | null): void;
  close(): Promise<void>;
};

/**
 * @param callback where our product takes people back
 * @param options `thin`: the ID token names nobody, and the provider has to be asked; `method`: how the client shows its secret
 */
export async function openProvider(
  callback: string,
  options: { thin?: boolean; method?: "client_secret_basic" | "client_secret_post" | "none" } = {},
): Promise<TestProvider> {
  const people = new Map<string, Record<string, unknown>>();
  let answer: Parameters<TestProvider["intercept"]>[0] = null;
  const server = createServer((request, response) => {
    if (answer?.(request, response)) return;
    void listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const [clientId, clientSecret] = ["rollcall", "a client secret: &%+/="];
  const method = options.method ?? "client_secret_basic";
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        ...(method !== "none" && { client_secret: clientSecret }),
        token_endpoint_auth_method: method,
        redirect_uris: [callback],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    clientAuthMethods: [method],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["preferred_username", "upn"] },
    conformIdTokenClaims: options.thin ?? false,
    pkce: { required: () => true },
    cookies: { keys: ["test"] },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ ...people.get(sub), sub }) }),
  });
  const listener = provider.callback();
  return {
    issuer,
    clientId,
    clientSecret,
    people,
    intercept: (next) => {
      answer = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Signs in at the provider, on the page that was opened there.
 * @param stopAt a URL that is to be given back and not opened
 */
export async function signInThere(
  browser: Browser,
  page: string,
  name: string,
  stopAt: (url: string) => boolean,
): Promise<string> {
  let at = await browser.submit(page, { prompt: "login", login: name, password: "any" }, stopAt);
  if (at.answer) at = await browser.submit(at.url, { prompt: "consent" }, stopAt);
  if (at.answer)
    throw new Error(`the provider stays at ${at.url}: ${JSON.stringify(at.answer.body).slice(0, 500)}`);
  return at.url;
}
