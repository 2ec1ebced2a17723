/**
 * The site as the API serves it: the pages that were built, and SCIM beside them as it was.
 */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { ask, browser } from "./ask.ts";

let house: House;
let site: string;
beforeAll(async () => {
  house = await openHouse({ worker: false });
  site = house.deps.config.PUBLIC_URL;
});
afterAll(() => house.close());

test.each(["/console", "/sign-in", "/join/acme/token"])("%s is built, with all its files", async (path) => {
  const page = await ask(site, path);
  expect(page.status).toBe(200);
  const html = page.body.toString();
  const files = [...html.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, file = ""]) => file);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const { status, headers } = await ask(site, file, browser);
    expect([file, status, headers["cache-control"]]).toEqual([
      file,
      200,
      "public, max-age=31536000, immutable",
    ]);
  }
  // The policy would refuse them.
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
});

test("an unknown path is told to a directory in SCIM's words, and to a person in a page", async () => {
  const program = await ask(site, "/nothing");
  expect([program.status, program.headers["content-type"]]).toEqual([
    404,
    "application/scim+json; charset=utf-8",
  ]);
  expect(program.headers["content-security-policy"]).toBeUndefined();
  const person = await ask(site, "/nothing", browser);
  expect([person.status, person.headers["content-type"]]).toEqual([404, "text/html; charset=utf-8"]);
  const scim = await ask(site, "/scim/v2/nobody/Users", browser);
  expect([scim.status, scim.headers["content-type"]]).toEqual([401, "application/scim+json; charset=utf-8"]);
});

test("the log keeps no token of a link", async () => {
  await ask(site, "/join/acme/t0ken-of-an-invitation");
  await ask(site, "/sign-in/link/t0ken-of-a-sign-in", browser);
  await ask(site, "/last-of-this-test");
  const log = await eventually(async () => {
    const text = await readFile(house.logs[0] ?? "", "utf8");
    expect(text).toContain("/last-of-this-test");
    return text;
  });
  expect(log).toContain("/join/acme/-");
  expect(log).not.toContain("t0ken");
});
