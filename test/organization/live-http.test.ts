/**
 * The live route over HTTP: a browser hears at once, one that goes leaves nothing behind, and a process that stops lets
 * all go.
 */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import Koa from "koa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiDeps, closeApiDeps, openApiDeps } from "../../api/deps.ts";
import { liveBounds } from "../../api/organization/feed/live/live.ts";
import { problemOf } from "../../api/organization/http/problem.ts";
import { overviewRoutes } from "../../api/organization/routes/overview.ts";
import { requireOrganization } from "../../api/organization/settings/organizations.ts";
import { readConfig } from "../../shared/config.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";

let house: House;
let organization: TestOrganization;
beforeAll(async () => {
  house = await openHouse({ worker: false });
  organization = await openOrganization(house);
});
afterAll(() => house.close());

/** A process that serves the route and nothing else. */
async function openProcess(): Promise<{ deps: ApiDeps; server: Server; url: string }> {
  const deps = await openApiDeps(readConfig({ ...house.environment, LOG_LEVEL: "silent" }), "fail");
  const route = overviewRoutes.find(({ path }) => path.endsWith("/live"));
  const app = new Koa();
  // Browsers that hang up are what this is about.
  app.silent = true;
  app.use(async (ctx) => {
    try {
      await route?.run({ deps, ctx, organization: await requireOrganization(deps, organization.id) });
    } catch (error) {
      ctx.body = "";
      ctx.status = problemOf(error, deps.log, "test").status;
    }
  });
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return { deps, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Reads until something is heard. */
async function firstEvent(response: Response): Promise<string> {
  let text = "";
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes("event: change")) break;
  }
  return text;
}

test("a browser hears at once, and what goes on is not kept on the way", async () => {
  const { deps, server, url } = await openProcess();
  const response = await fetch(url);
  expect(response.status).toBe(200);
  expect(response.headers.get("Content-Type")).toBe("text/event-stream; charset=utf-8");
  expect(response.headers.get("Cache-Control")).toContain("no-transform");
  expect(await firstEvent(response)).toMatch(/data: \{"lastEvent":\d+,"pending":0,/);
  server.closeAllConnections();
  server.close();
  await closeApiDeps(deps);
});

test("browsers that go give their places back", async () => {
  const { deps, server, url } = await openProcess();
  const browse = async () => {
    const leaving = new AbortController();
    return { leave: () => leaving.abort(), response: await fetch(url, { signal: leaving.signal }) };
  };
  for (let round = 0; round < 3; round += 1) {
    const pages = await eventually(async () => {
      const opened = await Promise.all(Array.from({ length: liveBounds.shareMax }, browse));
      const isFull = opened.every(({ response }) => response.status === 200);
      if (!isFull) for (const { leave } of opened) leave();
      expect(isFull).toBe(true);
      return opened;
    });
    expect((await fetch(url)).status).toBe(429);
    for (const { leave } of pages) leave();
  }
  server.closeAllConnections();
  server.close();
  await closeApiDeps(deps);
});

test("a process that is asked to stop is held up by nobody who listens", async () => {
  const { deps, server, url } = await openProcess();
  const responses = await Promise.all(Array.from({ length: 5 }, () => fetch(url)));
  const read = responses.map((response) => response.text());
  deps.live.watch.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  for (const text of await Promise.all(read)) expect(text).toMatch(/^retry: /);
  await closeApiDeps(deps);
});
