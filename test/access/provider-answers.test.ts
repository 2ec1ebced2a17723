/**
 * What a provider answers: what it signs is checked, what it does not say is asked, and it may fail in any way.
 */
import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openProviders } from "../../api/access/providers.ts";
import { openApiHere } from "../support/api-here.ts";
import { openBrowser } from "../support/http-browser.ts";
import { openOrganization } from "../support/organization.ts";
import { openProvider, type TestProvider } from "../support/provider.ts";
import { leadsTo, openProviderPlace, problem } from "../support/provider-place.ts";
import type { Answer } from "../support/scim-client.ts";
import { signedIn } from "../support/signing-in.ts";

const here = await openProviderPlace();
const { house, url, provider, organization, settings, setProvider, comeBack, enter } = here;
afterAll(() => here.close());
beforeEach(() => provider.intercept(null));

describe("what a provider signs is checked:", () => {
  type Token = {
    readonly header: string;
    readonly payload: Record<string, unknown>;
    readonly signature: string;
  };

  /** Lets the ID token be changed on its way to us: the provider answers a stand-in, which answers us. */
  function tamper(change: (token: Token) => string): void {
    provider.intercept((request, response) => {
      if (request.url !== "/token" || request.headers["x-passed-on"] !== undefined) return false;
      void passOn(request).then(({ status, answer }) => {
        const [header = "", payload = "", signature = ""] = answer.id_token.split(".");
        const claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
        const id_token = change({ header, payload: claims, signature });
        response.writeHead(status, { "Content-Type": "application/json" });
        response.end(JSON.stringify({ ...answer, id_token }));
      });
      return true;
    });
  }

  async function passOn(request: IncomingMessage) {
    const passed = await fetch(`${provider.issuer}/token`, {
      method: "POST",
      headers: {
        "Content-Type": String(request.headers["content-type"]),
        Authorization: String(request.headers.authorization),
        "X-Passed-On": "yes",
      },
      body: await text(request),
    });
    const answer: Answer["body"] = await passed.json();
    return { status: passed.status, answer };
  }
  const encode = (payload: object) => Buffer.from(JSON.stringify(payload)).toString("base64url");
  const email = () => organization.address("owner");

  test.each<[what: string, change: (payload: Record<string, unknown>) => object]>([
    ["another nonce", (payload) => ({ ...payload, nonce: "x" })],
    ["no nonce", ({ nonce: _, ...payload }) => payload],
    ["another issuer", (payload) => ({ ...payload, iss: "https://evil.example" })],
    ["another audience", (payload) => ({ ...payload, aud: "somebody-else" })],
    ["long over", (payload) => ({ ...payload, exp: 1_000_000_000 })],
    ["another person, under the old signature", (payload) => ({ ...payload, email: email() })],
  ])("%s", async (_what, change) => {
    tamper(({ header, payload, signature }) => `${header}.${encode(change(payload))}.${signature}`);
    const claims = _what.startsWith("another person") ? { email: "eve@x.example" } : { email: email() };
    const [whereTo, browser] = await enter(claims);
    expect(whereTo).toBe(problem("provider"));
    expect(browser.cookies(url).has("rollcall")).toBe(false);
  });

  test("no signature at all", async () => {
    tamper(({ payload }) => `${encode({ alg: "none" })}.${encode(payload)}.`);
    expect((await enter({ email: email() }))[0]).toBe(problem("provider"));
  });

  test("untouched, it is let through", async () => {
    tamper(({ header, payload, signature }) => `${header}.${encode(payload)}.${signature}`);
    expect((await enter({ email: email() }))[0]).toBe("/console");
  });
});

describe("the provider", () => {
  /** Our product as it is when it has asked no provider yet. */
  async function freshApi() {
    const providers = openProviders(house.deps.config, house.deps.now);
    return openApiHere({ ...house.deps, providers });
  }

  test("that is away, silent, or answers nonsense signs nobody in, and nobody waits for long", async () => {
    const answers: Parameters<TestProvider["intercept"]>[0][] = [
      (_request, response) => Boolean(response.destroy()),
      () => true,
      (_request, response) => Boolean(response.end("nonsense")),
      (_request, response) => Boolean(response.writeHead(500).end()),
      (_request, response) => Boolean(response.writeHead(302, { Location: "http://169.254.169.254/" }).end()),
      (_request, response) => {
        response.setHeader("Content-Type", "application/json");
        return Boolean(
          response.end(JSON.stringify({ issuer: provider.issuer, padding: "x".repeat(2_000_000) })),
        );
      },
      (_request, response) => {
        response.setHeader("Content-Type", "application/json");
        return Boolean(response.end(JSON.stringify({ issuer: "https://evil.example" })));
      },
    ];
    for (const answer of answers) {
      const api = await freshApi();
      provider.intercept(answer);
      const startedAt = performance.now();
      const whereTo = await leadsTo(openBrowser(), `${api.url}/sign-in/with/${organization.id}`);
      expect([whereTo, performance.now() - startedAt < 5_000]).toEqual([problem("provider"), true]);
      provider.intercept(null);
      expect(await leadsTo(openBrowser(), `${api.url}/sign-in/with/${organization.id}`)).toContain(
        provider.issuer,
      );
      await api.close();
    }
  });

  test("is asked what it is once in a while, not each time", async () => {
    const api = await freshApi();
    const asked: string[] = [];
    provider.intercept((request) => {
      asked.push(request.url ?? "");
      return false;
    });
    for (let n = 0; n < 5; n += 1) await leadsTo(openBrowser(), `${api.url}/sign-in/with/${organization.id}`);
    expect(asked).toEqual(["/.well-known/openid-configuration"]);
    await api.close();
  });

  test("that names nobody in its token is asked who it is; a secret in the body, or none, serves as well", async () => {
    for (const method of ["client_secret_post", "none"] as const) {
      const other = await openProvider(`${url}/sign-in/callback`, { thin: true, method });
      const place = await openOrganization(house);
      const { issuer, clientId, clientSecret } = other;
      const change = { issuer, clientId, ...(method !== "none" && { clientSecret }) };
      const by = await signedIn(house, place, "owner");
      expect((await by.send("PUT", settings(place), change)).status).toBe(200);
      other.people.set("owner", { email: place.address("owner"), email_verified: true });
      const browser = openBrowser();
      expect(await leadsTo(browser, await comeBack("owner", browser, place)), method).toBe("/console");
      await other.close();
    }
  });

  test("that was changed while somebody was on the way takes nobody in", async () => {
    const place = await openOrganization(house);
    const by = await signedIn(house, place, "owner");
    await setProvider({}, place, by);
    provider.people.set("somebody", { email: place.address("owner") });
    const browser = openBrowser();
    const back = await comeBack("somebody", browser, place);
    expect((await by.send("DELETE", settings(place))).status).toBe(204);
    expect((await by.send("GET", settings(place))).body).toBeNull();
    expect(await leadsTo(browser, back)).toBe(problem("notSet"));
  });
});
