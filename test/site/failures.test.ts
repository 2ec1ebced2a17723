/**
 * What people and programs are told where there is no page, and what every page forbids.
 */
import { afterEach, expect, test } from "vitest";
import { ask, browser } from "./ask.ts";
import { type Fixture, openFixture, secret } from "./fixture.ts";

let site: Fixture;
afterEach(() => site.close());

const htmlType = "text/html; charset=utf-8";

test("who asks for a page is told in a page; who asks for anything else, as before", async () => {
  site = await openFixture(true);
  const titles: [number, string][] = [
    [400, "This cannot be answered"],
    [404, "There is no such page"],
    [429, "That was too often"],
    [500, "Something went wrong here"],
    [502, "Something went wrong here"],
    [503, "The service cannot answer at the moment"],
  ];
  for (const [status, title] of titles) {
    const page = await ask(site.url, `/status/${status}`, browser);
    expect([page.status, page.headers["content-type"]]).toEqual([status, htmlType]);
    expect(page.body.toString()).toContain(`<h1>${title}</h1>`);
    expect(page.headers["retry-after"]).toBe("7");
    expect(page.headers["cache-control"]).toBe("no-store");
    for (const accept of [
      "application/json",
      "*/*",
      "application/scim+json, text/html;q=0.5, application/json",
    ]) {
      const told = await ask(site.url, `/status/${status}`, { Accept: accept });
      expect([told.status, told.body.toString()]).toEqual([status, '{"detail":"as a program is told it"}']);
    }
  }
});

test("a mistake of ours is a page without our inside, under the number of the request", async () => {
  site = await openFixture(true);
  const { status, headers, body } = await ask(site.url, "/fails", browser);
  expect([status, headers["content-type"]]).toEqual([500, htmlType]);
  expect(body.toString()).toContain("the-request");
  expect(body.toString()).not.toContain(secret);
});

test.each(["/api/nothing", "/api", "/scim/v2/acme/Users", "/SCIM/v2/x"])(
  "%s is for programs",
  async (path) => {
    site = await openFixture(true);
    const { status, headers } = await ask(site.url, path, browser);
    expect(status).toBe(404);
    expect(headers["content-type"]).not.toBe(htmlType);
  },
);

test("without built pages an operator reads what to do, and need not start anything again", async () => {
  site = await openFixture(false);
  for (const path of ["/console", "/sign-in", "/join/acme/token"]) {
    const { status, headers, body } = await ask(site.url, path);
    expect([status, headers["content-type"], headers["cache-control"]]).toEqual([503, htmlType, "no-store"]);
    expect(body.toString()).toContain("npm run console");
  }
  expect((await ask(site.url, "/assets/app-1.js")).status).toBe(404);
  await site.build();
  expect((await ask(site.url, "/console")).status).toBe(200);
  expect((await ask(site.url, "/assets/app-1.js")).status).toBe(200);
});

test("every page forbids what it does not need, and tells nobody its address", async () => {
  site = await openFixture(true);
  for (const path of [
    "/",
    "/console",
    "/join/a/b",
    "/assets/app-1.js",
    "/plain.css",
    "/api/docs",
    "/nothing",
    "/fails",
  ]) {
    const { headers } = await ask(site.url, path, browser);
    expect(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "x-robots-tag": "noindex, nofollow",
    });
    expect(headers["permissions-policy"]).toContain("camera=()");
    expect(headers["strict-transport-security"]).toBeUndefined();
    const policy = String(headers["content-security-policy"]);
    expect(policy).toMatch(/^default-src 'none'; script-src /);
    for (const rule of [
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
      "style-src 'self'",
    ]) {
      expect(policy.split("; "), path).toContain(rule);
    }
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
  }
});

test("only pages without a secret in their address may be kept", async () => {
  site = await openFixture(true);
  for (const path of ["/join/acme/token", "/sign-in/link/token"]) {
    const { headers } = await ask(site.url, path, browser);
    expect([headers["cache-control"], headers.etag], path).toEqual(["no-store", undefined]);
  }
  for (const path of ["/console", "/sign-in"]) {
    expect((await ask(site.url, path, browser)).headers["cache-control"], path).toBe("no-cache");
  }
});

test("under https browsers are told to keep to it", async () => {
  site = await openFixture(true, "https://roll.example");
  for (const path of ["/console", "/assets/app-1.js", "/nothing"]) {
    const { headers } = await ask(site.url, path, browser);
    expect(headers["strict-transport-security"], path).toBe("max-age=31536000");
  }
});
