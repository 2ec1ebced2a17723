/**
 * Signing in by the organization's own provider, against a real one: whom it lets in, and all that must not.
 */
import { readFile } from "node:fs/promises";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { openApiHere } from "../support/api-here.ts";
import { eventually } from "../support/eventually.ts";
import { type Browser, openBrowser } from "../support/http-browser.ts";
import { provisionAs } from "../support/joining.ts";
import { openOrganization } from "../support/organization.ts";
import { signInThere } from "../support/provider.ts";
import { leadsTo, openProviderPlace, problem } from "../support/provider-place.ts";
import { signedIn } from "../support/signing-in.ts";

const here = await openProviderPlace();
const { house, url, provider, organization, owner, settings, setProvider, comeBack, enter } = here;
afterAll(() => here.close());
beforeEach(() => provider.intercept(null));

const isCallback = (at: string) => at.startsWith(`${url}/sign-in/callback`);
const session = async (browser: Browser) => (await browser.send("GET", `${url}/api/session`)).body;

/** The log of the API, once it has a line with some text. */
const logged = (line: string) =>
  eventually(async () => {
    const log = await readFile(house.logs[0] ?? "", "utf8");
    expect(log.includes(line), line).toBe(true);
    return log;
  });

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
