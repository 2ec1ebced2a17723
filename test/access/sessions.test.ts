/**
 * Sessions: what the cookie is, how long it serves, and what ends it.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeRole } from "../../api/organization/members/members.ts";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import type { Role } from "../../shared/store/documents.ts";
import { openApiHere } from "../support/api-here.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { type Browser, openBrowser } from "../support/http-browser.ts";
import { provisionAs } from "../support/joining.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { decide, madeToken, signedIn } from "../support/signing-in.ts";

let house: House;
let organization: TestOrganization;
let url: string;
beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  url = house.deps.config.PUBLIC_URL;
});
afterAll(() => house.close());

const session = async (browser: Browser, api = url) =>
  (await browser.send("GET", `${api}/api/session`)).status;

async function give(id: string, role: Role): Promise<void> {
  const member = await house.deps.readMember(organization.id, id);
  if (member) await changeRole(house.deps, member, role, admin);
}

/** Somebody new, of a role, who is signed in. */
async function someone(local: string, role: Role = "admin"): Promise<{ id: string; browser: Browser }> {
  const id = await provisionAs(house, organization, local, "confirmed");
  await give(id, role);
  return { id, browser: await signedIn(house, organization, local) };
}

describe("the cookie", () => {
  async function cookieAt(publicUrl: string): Promise<string> {
    const config = { ...house.deps.config, PUBLIC_URL: publicUrl };
    const api = await openApiHere({ ...house.deps, config });
    const token = await madeToken(house, organization, "owner");
    const { status, headers } = await openBrowser().send("POST", `${api.url}/api/sign-in/link`, { token });
    expect(status).toBe(200);
    await api.close();
    const [cookie = "", ...others] = headers.getSetCookie();
    expect(others).toEqual([]);
    return cookie;
  }

  test("under https it goes to this host alone, never without TLS, and no script sees it", async () => {
    const cookie = await cookieAt("https://roll.example");
    expect(cookie).toMatch(/^__Host-rollcall=[\w-]{43}; /);
    const parts = cookie.toLowerCase().split("; ");
    for (const part of ["path=/", "samesite=lax", "secure", "httponly"]) expect(parts).toContain(part);
    expect(parts.some((part) => part.startsWith("domain="))).toBe(false);
    const until = Date.parse(/expires=([^;]+)/i.exec(cookie)?.[1] ?? "");
    expect(Math.abs(until - Date.now() - 12 * 60 * 60_000)).toBeLessThan(60_000);
  });

  test("under http it has a name without a promise, and is not Secure", async () => {
    const cookie = await cookieAt("http://roll.example");
    expect(cookie).toMatch(/^rollcall=[\w-]{43}; /);
    expect(cookie).toMatch(/; httponly/i);
    expect(cookie).not.toMatch(/secure/i);
  });

  test("whoever brings an id of their own gets another one at sign-in, and theirs opens nothing", async () => {
    const browser = openBrowser();
    const planted = "p".repeat(43);
    browser.cookies(url).set("rollcall", planted);
    const token = await madeToken(house, organization, "owner");
    expect((await browser.send("POST", `${url}/api/sign-in/link`, { token })).status).toBe(200);
    expect(browser.cookies(url).get("rollcall")).toMatch(/^[\w-]{43}$/);
    expect(browser.cookies(url).get("rollcall")).not.toBe(planted);
    const thief = openBrowser();
    thief.cookies(url).set("rollcall", planted);
    expect([await session(browser), await session(thief)]).toEqual([200, 401]);
  });

  test("signing in again ends the session that the browser had", async () => {
    const browser = await signedIn(house, organization, "owner");
    const before = openBrowser();
    before.cookies(url).set("rollcall", browser.cookies(url).get("rollcall") ?? "");
    const token = await madeToken(house, organization, "owner");
    await browser.send("POST", `${url}/api/sign-in/link`, { token });
    expect([await session(browser), await session(before)]).toEqual([200, 401]);
  });

  test("what the database holds of a session opens none", async () => {
    await signedIn(house, organization, "owner");
    const kept = await house.deps.store.sessions.findOne({ organization: organization.id });
    for (const wrong of [kept?._id ?? "", "", "x", "x".repeat(10_000), "%00", "[object Object]"]) {
      const thief = openBrowser();
      thief.cookies(url).set("rollcall", wrong);
      expect(await session(thief), wrong.slice(0, 50)).toBe(401);
    }
  });

  test("nobody gets one who does not sign in", async () => {
    for (const path of ["/api/session", "/api/openapi.json", "/api/nothing"])
      expect((await openBrowser().send("GET", url + path)).headers.getSetCookie(), path).toEqual([]);
  });
});

test("a session ends twelve hours after the sign-in, however much happens in it", async () => {
  const { now } = house.deps;
  let laterMs = 0;
  const api = await openApiHere({ ...house.deps, now: () => new Date(now().getTime() + laterMs) });
  const browser = await signedIn(house, organization, "owner", api.url);
  for (laterMs = 0; laterMs < 12 * 60 * 60_000; laterMs += 60 * 60_000)
    expect(await session(browser, api.url), `${laterMs} ms later`).toBe(200);
  expect(await session(browser, api.url)).toBe(401);
  await api.close();
});

describe("signing out", () => {
  test("here ends the session, also for whoever has a copy of the cookie", async () => {
    const browser = await signedIn(house, organization, "owner");
    const copy = openBrowser();
    copy.cookies(url).set("rollcall", browser.cookies(url).get("rollcall") ?? "");
    const other = await signedIn(house, organization, "owner");
    expect((await browser.send("DELETE", `${url}/api/session`)).status).toBe(204);
    expect(browser.cookies(url).size).toBe(0);
    expect([await session(copy), await session(other)]).toEqual([401, 200]);
    expect((await browser.send("DELETE", `${url}/api/session`)).status).toBe(401);
  });

  test("everywhere ends all of the member's sessions, and nobody else's", async () => {
    const { browser } = await someone("everywhere");
    const elsewhere = await signedIn(house, organization, "everywhere");
    const owner = await signedIn(house, organization, "owner");
    expect((await browser.send("DELETE", `${url}/api/sessions`)).status).toBe(204);
    expect(await Promise.all([browser, elsewhere, owner].map((each) => session(each)))).toEqual([
      401, 401, 200,
    ]);
  });
});

describe("a session ends with the right to be here, and does not come back with it:", () => {
  test("revoked by the directory", async () => {
    const { id, browser } = await someone("disabled");
    await organization.setActive(id, "False");
    await organization.setActive(id, "True");
    expect((await organization.member(id)).status).toBe("confirmed");
    expect(await session(browser)).toBe(401);
  });

  test("revoked by an admin, at once", async () => {
    const { id, browser } = await someone("held");
    await house.worker.stop();
    await decide(house, organization, "revoke", id);
    expect(await session(browser), "before any worker has seen it").toBe(401);
    await house.startWorker();
    await organization.settled();
    await decide(house, organization, "restore", id);
    await organization.settled();
    expect(await session(browser)).toBe(401);
    expect((await organization.member(id)).status).toBe("confirmed");
  });

  test("removed", async () => {
    const { id, browser } = await someone("removed");
    await organization.remove(id);
    expect(await session(browser)).toBe(401);
    expect(
      await house.deps.store.sessions.countDocuments({ organization: organization.id, member: id }),
    ).toBe(0);
  });

  test("made less than at sign-in; made more, it goes on", async () => {
    const { id, browser } = await someone("role", "admin");
    await give(id, "owner");
    expect(await session(browser)).toBe(200);
    await give(id, "admin");
    expect(await session(browser)).toBe(200);
    await give(id, "member");
    expect(await session(browser)).toBe(401);
    await give(id, "admin");
    expect(await session(browser)).toBe(401);
  });

  test("the organization disabled", async () => {
    const place = await openOrganization(house);
    const browser = await signedIn(house, place, "owner");
    await changeOrganization(house.deps, place.id, { enabled: false });
    await changeOrganization(house.deps, place.id, { enabled: true });
    expect(await session(browser)).toBe(401);
  });
});

describe("who is signed in to one organization", () => {
  test("is nobody in another one", async () => {
    const other = await openOrganization(house);
    const browser = await signedIn(house, organization, "owner");
    const ask = async (id: string) =>
      (await browser.send("GET", `${url}/api/organizations/${id}/tokens`)).status;
    expect([await ask(organization.id), await ask(other.id), await ask("no-such")]).toEqual([200, 404, 404]);
  });

  test("as a plain member comes in, and manages nothing", async () => {
    const { browser } = await someone("plain", "member");
    expect(await session(browser)).toBe(200);
    expect((await browser.send("GET", `${url}/api/organizations/${organization.id}/tokens`)).status).toBe(
      403,
    );
  });
});

test("another site can neither sign in nor out, nor change anything", async () => {
  const browser = await signedIn(house, organization, "owner");
  const token = await madeToken(house, organization, "owner");
  const tokens = `/api/organizations/${organization.id}/tokens`;
  const requests: [string, string, unknown?][] = [
    ["POST", "/api/sign-in", { address: "a@b.example" }],
    ["POST", "/api/sign-in/link", { token }],
    ["DELETE", "/api/session"],
    ["DELETE", "/api/sessions"],
    ["POST", tokens, { name: "x", access: "read" }],
    ["DELETE", `${tokens}/x`],
  ];
  for (const [method, path, body] of requests) {
    for (const evil of [
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "", Origin: "https://evil.example" },
    ]) {
      const { status, headers } = await browser.send(method, url + path, body, evil);
      expect([status, headers.getSetCookie()], `${method} ${path}`).toEqual([403, []]);
    }
  }
  const form = { "Content-Type": "text/plain" };
  expect((await browser.send("POST", `${url}/api/sign-in/link`, { token }, form)).status).toBe(415);
  expect(await session(browser)).toBe(200);
  expect(
    (await openBrowser().send("POST", `${url}/api/sign-in/link`, { token })).status,
    "the link is unused",
  ).toBe(200);
});

test("sessions are forgotten once they have ended", async () => {
  const indexes = await house.deps.store.sessions.indexes();
  expect(indexes).toContainEqual(expect.objectContaining({ key: { expiresAt: 1 }, expireAfterSeconds: 0 }));
  await eventually(async () => expect(await house.deps.store.sessions.countDocuments({})).toBeGreaterThan(0));
});
