/**
 * Signing in by the organization's own provider, against a real one: whom it lets in, and all that must not.
 */
import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { setProvider as setProviderOf } from "../../api/access/provider.ts";
import { openProviders } from "../../api/access/providers.ts";
import { changeOrganization, requireOrganization } from "../../api/organization/settings/organizations.ts";
import { openApiHere } from "../support/api-here.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { type Browser, openBrowser } from "../support/http-browser.ts";
import { provisionAs } from "../support/joining.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { openProvider, signInThere, type TestProvider } from "../support/provider.ts";
import type { Answer } from "../support/scim-client.ts";
import { signedIn } from "../support/signing-in.ts";

const secretsKey = "a key of at least thirty-two characters";

let house: House;
let url: string;
let provider: TestProvider;
let organization: TestOrganization;
let owner: Browser;
beforeAll(async () => {
  house = await openHouse({
    environment: { SECRETS_KEY: secretsKey, PROVIDER_WAIT_MS: "1000", SIGN_INS_PER_MINUTE: "0" },
  });
  url = house.deps.config.PUBLIC_URL;
  provider = await openProvider(`${url}/sign-in/callback`);
  organization = await openOrganization(house);
  owner = await signedIn(house, organization, "owner");
  expect((await setProvider()).status).toBe(200);
});
afterAll(async () => {
  await house.close();
  await provider.close();
});
beforeEach(() => provider.intercept(null));

const settings = (of = organization) => `${url}/api/organizations/${of.id}/provider`;
const setProvider = (more: object = {}, of = organization, by = owner) => {
  const { issuer, clientId, clientSecret } = provider;
  return by.send("PUT", settings(of), { issuer, clientId, clientSecret, ...more });
};
const isCallback = (at: string) => at.startsWith(`${url}/sign-in/callback`);
const session = async (browser: Browser) => (await browser.send("GET", `${url}/api/session`)).body;

/** Goes to the provider, signs in there, and comes up to our callback. */
async function comeBack(name: string, browser = openBrowser(), of = organization): Promise<string> {
  const { url: page, answer } = await browser.open(`${url}/sign-in/with/${of.id}`, isCallback);
  return answer === null ? page : signInThere(browser, page, name, isCallback);
}

/** Where an URL leads at once. */
async function leadsTo(browser: Browser, at: string): Promise<string | null> {
  return (await browser.send("GET", at)).headers.get("Location");
}

/** All the way, as somebody of whom the provider says something. */
async function enter(claims: Record<string, unknown>, of = organization): Promise<[string | null, Browser]> {
  const browser = openBrowser();
  provider.people.set("somebody", claims);
  return [await leadsTo(browser, await comeBack("somebody", browser, of)), browser];
}
/** The log of the API, once it has a line with some text. */
const logged = (line: string) =>
  eventually(async () => {
    const log = await readFile(house.logs[0] ?? "", "utf8");
    expect(log.includes(line), line).toBe(true);
    return log;
  });
const problem = (code: string) => `/sign-in?problem=${code}`;

test("the owner sets it, and sees all but the secret, which is kept encrypted", async () => {
  const { status, body } = await owner.send("GET", settings());
  expect([status, body]).toEqual([
    200,
    {
      issuer: provider.issuer,
      clientId: provider.clientId,
      hasSecret: true,
      redirectUrl: `${url}/sign-in/callback`,
      startUrl: `${url}/sign-in/with/${organization.id}`,
    },
  ]);
  const kept = await house.deps.store.organizations.findOne({ _id: organization.id });
  expect(kept?.provider?.sealedSecret).toMatch(/^v1\./);
  expect(JSON.stringify(kept)).not.toContain(provider.clientSecret);
});

test("whoever is a member by the verified e-mail address is signed in as that member", async () => {
  const id = await provisionAs(house, organization, "ada", "confirmed");
  const [whereTo, browser] = await enter({
    email: organization.address("ada").toUpperCase(),
    email_verified: true,
  });
  expect(whereTo).toBe("/console");
  expect(await session(browser)).toMatchObject({ organization: { id: organization.id }, member: { id } });
  expect(browser.cookies(url).has("rollcall-provider")).toBe(false);
});

test("a preferred_username or upn that is a member's userName serves, where nothing is said of an e-mail", async () => {
  const id = await provisionAs(house, organization, "upn", "accepted");
  for (const claim of ["preferred_username", "upn"]) {
    const [whereTo, browser] = await enter({ [claim]: organization.address("upn") });
    expect(whereTo, claim).toBe("/console");
    expect((await session(browser)).member.id).toBe(id);
  }
});

describe("nobody is signed in", () => {
  test("whose e-mail address is not verified", async () => {
    const email = organization.address("owner");
    for (const claims of [
      { email, email_verified: false },
      { email, email_verified: false, preferred_username: email },
      { email, email_verified: "false" },
    ])
      expect((await enter(claims))[0]).toBe(problem("unknownMember"));
  });

  test("who is no member, or is one of another organization, or may not come in", async () => {
    const other = await openOrganization(house);
    await provisionAs(house, organization, "invited", "invited");
    const out = await provisionAs(house, organization, "out", "confirmed");
    await organization.setActive(out, "False");
    const names = [
      other.address("owner"),
      "nobody@x.example",
      organization.address("invited"),
      organization.address("out"),
    ];
    for (const email of names) expect((await enter({ email }))[0], email).toBe(problem("unknownMember"));
    for (const claims of [{}, { email: "" }, { email: { $ne: "" } }, { email: ["owner"] }])
      expect((await enter(claims))[0]).toBe(problem("unknownMember"));
  });

  test("by a name that two members have", async () => {
    const id = await provisionAs(house, organization, "twin", "confirmed");
    const email = organization.address("owner");
    const { members } = house.deps.store;
    const before = await members.findOne({ _id: id });
    await members.updateOne({ _id: id }, { $set: { "standing.address": email } });
    expect((await enter({ email }))[0]).toBe(problem("unknownMember"));
    if (before) await members.replaceOne({ _id: id }, before);
    expect((await enter({ email }))[0]).toBe("/console");
  });

  test("with a wrong state, and their own way stays open", async () => {
    const browser = openBrowser();
    provider.people.set("somebody", { email: organization.address("owner") });
    const back = new URL(await comeBack("somebody", browser));
    const state = back.searchParams.get("state") ?? "";
    for (const wrong of ["", "x", `${state}x`]) {
      back.searchParams.set("state", wrong);
      expect(await leadsTo(browser, back.href)).toBe(problem("expired"));
    }
    back.searchParams.delete("state");
    expect(await leadsTo(browser, back.href)).toBe(problem("expired"));
    back.searchParams.set("state", state);
    expect(await leadsTo(browser, back.href)).toBe("/console");
  });

  test("in another browser than the one that went", async () => {
    provider.people.set("somebody", { email: organization.address("owner") });
    const back = await comeBack("somebody");
    const other = openBrowser();
    expect(await leadsTo(other, back)).toBe(problem("expired"));
    // Also where that one is on a way of its own.
    await other.open(`${url}/sign-in/with/${organization.id}`);
    expect(await leadsTo(other, back)).toBe(problem("expired"));
    expect(other.cookies(url).has("rollcall")).toBe(false);
  });

  test("by the same answer a second time, nor by its code in another answer", async () => {
    const browser = openBrowser();
    provider.people.set("somebody", { email: organization.address("owner") });
    const back = await comeBack("somebody", browser);
    const cookie = browser.cookies(url).get("rollcall-provider") ?? "";
    expect(await leadsTo(browser, back)).toBe("/console");
    const again = openBrowser();
    again.cookies(url).set("rollcall-provider", cookie);
    expect(await leadsTo(again, back)).toBe(problem("expired"));
    const own = new URL(await comeBack("somebody", again));
    own.searchParams.set("code", new URL(back).searchParams.get("code") ?? "");
    expect(await leadsTo(again, own.href)).toBe(problem("provider"));
    await logged("invalid_grant");
    expect(again.cookies(url).has("rollcall")).toBe(false);
  });

  test("of many who come with one answer at once, but one", async () => {
    const browser = openBrowser();
    provider.people.set("somebody", { email: organization.address("owner") });
    const back = await comeBack("somebody", browser);
    const cookie = browser.cookies(url).get("rollcall-provider") ?? "";
    const led = await Promise.all(
      Array.from({ length: 8 }, () => {
        const each = openBrowser();
        each.cookies(url).set("rollcall-provider", cookie);
        return leadsTo(each, back);
      }),
    );
    expect(led.filter((where) => where === "/console")).toHaveLength(1);
    expect(led.filter((where) => where === problem("expired"))).toHaveLength(7);
  });

  test.each<[what: string, change: (asked: URLSearchParams) => void]>([
    ["another nonce than we asked for", (asked) => asked.set("nonce", "x".repeat(43))],
    ["no nonce", (asked) => asked.delete("nonce")],
    ["another challenge than ours", (asked) => asked.set("code_challenge", "x".repeat(43))],
  ])("by a token that the provider really signed, with %s", async (_what, change) => {
    const browser = openBrowser();
    provider.people.set("somebody", { email: organization.address("owner") });
    const asked = new URL((await leadsTo(browser, `${url}/sign-in/with/${organization.id}`)) ?? "");
    change(asked.searchParams);
    const { url: page } = await browser.open(asked.href);
    const back = await signInThere(browser, page, "somebody", isCallback);
    expect(new URL(back).searchParams.get("code")).not.toBeNull();
    expect(await leadsTo(browser, back)).toBe(problem("provider"));
  });

  test("by an answer in the name of another issuer (RFC 9207)", async () => {
    const browser = openBrowser();
    provider.people.set("somebody", { email: organization.address("owner") });
    const back = new URL(await comeBack("somebody", browser));
    expect(back.searchParams.get("iss")).toBe(provider.issuer);
    back.searchParams.set("iss", "https://evil.example");
    expect(await leadsTo(browser, back.href)).toBe(problem("provider"));
  });

  test("who took too long, by the clock of the store", async () => {
    const { now } = house.deps;
    const browser = openBrowser();
    provider.people.set("somebody", { email: organization.address("owner") });
    const back = new URL(await comeBack("somebody", browser));
    const api = await openApiHere({ ...house.deps, now: () => new Date(now().getTime() + 600_000) });
    const late = openBrowser();
    for (const [name, value] of browser.cookies(url)) late.cookies(api.url).set(name, value);
    expect(await leadsTo(late, api.url + back.pathname + back.search)).toBe(problem("expired"));
    await api.close();
  });

  test("who says no at the provider", async () => {
    const browser = openBrowser();
    const { url: page } = await browser.open(`${url}/sign-in/with/${organization.id}`);
    const { url: back } = await browser.open(`${page}/abort`, isCallback);
    expect(back).toContain("error=access_denied");
    expect(await leadsTo(browser, back)).toBe(problem("denied"));
  });

  test("where there is no provider, no organization, or a disabled one, in the same words", async () => {
    const none = await openOrganization(house);
    const closed = await openOrganization(house);
    expect((await setProvider({}, closed, await signedIn(house, closed, "owner"))).status).toBe(200);
    await changeOrganization(house.deps, closed.id, { enabled: false });
    for (const id of [none.id, "no-such", "%24ne", closed.id])
      expect(await leadsTo(openBrowser(), `${url}/sign-in/with/${id}`), id).toBe(problem("notSet"));
  });
});

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

describe("an owner cannot set", () => {
  test("what is no issuer, or none that we ask", async () => {
    const silent = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const wrong: [issuer: string, status: number][] = [
      ["http://login.example", 409],
      ["http://169.254.169.254", 409],
      ["http://10.0.0.1", 409],
      ["file:///etc/passwd", 409],
      ["ftp://127.0.0.1", 409],
      ["nonsense", 400],
      [`${provider.issuer}/.well-known/openid-configuration`, 409],
      [`${provider.issuer}?tenant=x`, 409],
      [`${provider.issuer}#x`, 409],
      [provider.issuer.replace("//", "//user:password@"), 409],
      [`${provider.issuer}/other`, 409],
      [url, 409],
      [`http://127.0.0.1:${Object(silent.address()).port}`, 409],
    ];
    for (const [issuer, status] of wrong) expect((await setProvider({ issuer })).status, issuer).toBe(status);
    await new Promise((resolve) => silent.close(resolve));
    expect((await owner.send("GET", settings())).body.issuer, "what was set stays").toBe(provider.issuer);
  });

  test("http, where the product itself is reached from outside", async () => {
    const config = { ...house.deps.config, PUBLIC_URL: "https://roll.example" };
    const providers = openProviders(config, house.deps.now);
    await expect(providers.discover("x", { issuer: provider.issuer, clientId: "x" })).rejects.toThrow();
  });

  test("one beside us, where the product is reached from outside, unless the operator lets them", async () => {
    let asked = 0;
    const beside = createServer((socket) => {
      asked += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => beside.listen(0, "127.0.0.1", resolve));
    const { port } = Object(beside.address());
    const ask = (issuer: string, PROVIDER_NETWORK: "public" | "any") => {
      const config = { ...house.deps.config, PUBLIC_URL: "https://roll.example", PROVIDER_NETWORK };
      return openProviders(config, house.deps.now).discover("x", { issuer, clientId: "x" });
    };
    const issuers = ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"].map((host) => `https://${host}:${port}`);
    for (const issuer of issuers) await expect(ask(issuer, "public"), issuer).rejects.toThrow();
    expect(asked).toBe(0);
    for (const issuer of issuers.slice(0, 2)) await expect(ask(issuer, "any"), issuer).rejects.toThrow();
    expect(asked).toBe(2);
    await new Promise((resolve) => beside.close(resolve));
  });

  test("one beside us, and is told what the operator can do", async () => {
    const config = { ...house.deps.config, PUBLIC_URL: "https://roll.example" };
    const of = await requireOrganization(house.deps, organization.id);
    const providers = openProviders(config, house.deps.now);
    for (const host of ["192.168.1.10", "localhost"]) {
      const setting = setProviderOf({ ...house.deps, config, providers }, of, {
        issuer: `https://${host}/realm`,
        clientId: "x",
      });
      await expect(setting, host).rejects.toThrow(`${host} is not in the public internet`);
    }
  });

  test("a secret, where there is nothing to encrypt it with", async () => {
    const { SECRETS_KEY: _, ...config } = house.deps.config;
    const api = await openApiHere({ ...house.deps, config });
    const by = await signedIn(house, organization, "owner", api.url);
    const { issuer, clientId, clientSecret } = provider;
    const at = `${api.url}/api/organizations/${organization.id}/provider`;
    const { status, body } = await by.send("PUT", at, { issuer, clientId, clientSecret });
    expect([status, body.detail]).toEqual([409, expect.stringContaining("SECRETS_KEY")]);
    await api.close();
  });

  test("another issuer that gets to see the secret of the one before", async () => {
    const place = await openOrganization(house);
    const by = await signedIn(house, place, "owner");
    await setProvider({}, place, by);
    expect(
      (await setProvider({ clientId: "other", clientSecret: undefined }, place, by)).body.hasSecret,
    ).toBe(true);
    const other = await openProvider(`${url}/sign-in/callback`, { method: "none" });
    const change = { issuer: other.issuer, clientId: other.clientId };
    expect((await by.send("PUT", settings(place), change)).body.hasSecret).toBe(false);
    await other.close();
  });
});

test("the log says why nobody was signed in, and holds no code, token or secret", async () => {
  const browser = openBrowser();
  provider.people.set("somebody", { email: "nobody@x.example" });
  const back = new URL(await comeBack("somebody", browser));
  const cookie = browser.cookies(url).get("rollcall-provider") ?? "";
  await leadsTo(browser, back.href);
  const log = await logged(`"problem":"unknownMember","organization":"${organization.id}"`);
  for (const secret of [
    back.searchParams.get("code"),
    back.searchParams.get("state"),
    cookie,
    provider.clientSecret,
  ])
    expect(log.includes(secret ?? ""), "a secret in the log").toBe(false);
});
