/**
 * The files of the site: which path is which file, in which form, and that nothing else can be had.
 */
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, browser } from "./ask.ts";
import { type Fixture, openFixture, script, secret } from "./fixture.ts";

let site: Fixture;
beforeAll(async () => {
  site = await openFixture(true);
});
afterAll(() => site.close());

test.each([
  ["/console", "console"],
  ["/console/", "console"],
  ["/console/members/m-1?x=1", "console"],
  ["/console/a.js", "console"],
  ["/sign-in", "door"],
  ["/sign-in/", "door"],
  ["/sign-in?problem=x", "door"],
  ["/sign-in/link/token", "door"],
  ["/join/acme/token", "door"],
])("%s is the page %s, whatever the client takes", async (path, page) => {
  for (const headers of [browser, {}, { Accept: "application/json" }]) {
    const { status, headers: got, body } = await ask(site.url, path, headers);
    expect(status).toBe(200);
    expect(got["content-type"]).toBe("text/html; charset=utf-8");
    expect(body.toString()).toContain(`<title>${page}</title>`);
  }
});

test.each([
  "/assets/",
  "/assets",
  "/assets/nothing.js",
  "/assets/app-1.js/",
  "/assets/app-1.js.br",
  "/assets/app-1.js.gz",
  "/assets/APP-1.js",
  "/assets//app-1.js",
  "/assets/../.built-from",
  "/assets/../../secret.txt",
  "/assets/..%2f..%2fsecret.txt",
  "/assets/%2e%2e/%2e%2e/secret.txt",
  "/assets/..%5c..%5csecret.txt",
  "/assets/..\\..\\secret.txt",
  "/assets/%00",
  "/assets/app-1.js%00.html",
  "/assets/%",
  "/assets/__proto__",
  "/assets/constructor",
  "/assets/.built-from",
  "/.built-from",
  "/secret.txt",
  "/../secret.txt",
  "/%2e%2e/secret.txt",
  "/door/index.html",
  "/console.html",
  "/consoles",
  "/sign-in/with/acme",
  "/sign-in/callback",
  "/join",
  "/%63onsole",
])("%s is nothing, and no page instead", async (path) => {
  for (const headers of [browser, {}]) {
    const { status, body } = await ask(site.url, path, headers);
    expect(status).toBe(404);
    expect(body.toString()).not.toContain(secret);
    expect(body.toString()).not.toMatch(/<title>(console|door)/);
  }
});

test("a file of the build is kept for good, and sent in the smallest form that is taken", async () => {
  const forms: [string | undefined, string | undefined, (body: Buffer) => Buffer][] = [
    ["gzip, deflate, br, zstd", "br", brotliDecompressSync],
    ["br;q=0.1, gzip;q=1", "br", brotliDecompressSync],
    ["gzip", "gzip", gunzipSync],
    ["*", "br", brotliDecompressSync],
    ["br;q=0, gzip", "gzip", gunzipSync],
    ["identity", undefined, (body) => body],
    ["", undefined, (body) => body],
    [undefined, undefined, (body) => body],
  ];
  for (const [accepted, encoding, decode] of forms) {
    const headers = accepted === undefined ? {} : { "Accept-Encoding": accepted };
    const answer = await ask(site.url, "/assets/app-1.js", headers);
    expect(answer.headers["content-encoding"], accepted).toBe(encoding);
    expect(decode(answer.body).toString()).toBe(script);
    expect(answer.headers).toMatchObject({
      "cache-control": "public, max-age=31536000, immutable",
      "content-type": "text/javascript; charset=utf-8",
      vary: "Accept-Encoding",
      "content-length": String(answer.body.length),
    });
  }
  const wasm = await ask(site.url, "/assets/kdf-1.wasm", browser);
  expect(wasm.headers["content-type"]).toBe("application/wasm");
  expect(wasm.headers["content-encoding"]).toBeUndefined();
});

test("who has a file is not sent it again, in whichever form they have it", async () => {
  for (const path of ["/assets/app-1.js", "/console", "/plain.css"]) {
    const { etag = "" } = (await ask(site.url, path, browser)).headers;
    expect(etag).toMatch(/^W\/"[\w-]{22}"$/);
    const again = await ask(site.url, path, { "If-None-Match": etag });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    expect(again.headers).toMatchObject({ etag, vary: "Accept-Encoding" });
    expect(again.headers["content-security-policy"]).toBeDefined();
    expect((await ask(site.url, path, { "If-None-Match": '"other"' })).status).toBe(200);
  }
});

test("HEAD is told what GET would be, without the body", async () => {
  for (const path of [
    "/",
    "/console",
    "/join/a/b",
    "/assets/app-1.js",
    "/plain.css",
    "/nothing",
    "/api/docs",
  ]) {
    const get = await ask(site.url, path, browser);
    const head = await ask(site.url, path, browser, "HEAD");
    const without = ({ date: _, ...headers }: typeof get.headers) => headers;
    expect([path, head.status, without(head.headers)]).toEqual([path, get.status, without(get.headers)]);
    expect(head.body.length).toBe(0);
  }
});

test.each(["POST", "PUT", "DELETE", "OPTIONS"])("%s is for others to answer", async (method) => {
  for (const path of ["/", "/console", "/assets/app-1.js", "/api/docs"]) {
    expect((await ask(site.url, path, {}, method)).status, path).toBe(404);
  }
});

test("the way in is the console, for people", async () => {
  const { status, headers } = await ask(site.url, "/", browser);
  expect([status, headers.location]).toEqual([302, "/console"]);
  expect((await ask(site.url, "/")).status).toBe(404);
});

test("the document's page brings its own files, and only those", async () => {
  const page = await ask(site.url, "/api/docs");
  expect(page.headers["content-security-policy"]).toContain("script-src 'self';");
  const names = [...page.body.toString().matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = ""]) => path);
  expect(names).toHaveLength(4);
  for (const path of names) {
    expect((await ask(site.url, path, browser)).headers["content-encoding"], path).toBe("br");
  }
  for (const path of [
    "/api/docs/package.json",
    "/api/docs/../docs",
    "/api/docs/swagger-ui.js",
    "/api/docs/x/",
  ]) {
    expect((await ask(site.url, path)).status, path).toBe(404);
  }
});
