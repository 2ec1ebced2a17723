/**
 * The queue board: seen by operators who sign in, changed by nobody.
 */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { opsUrl } from "../support/ops.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { type Answer, entraUser } from "../support/scim-client.ts";

const password = "a long enough password";

let house: House;
let organization: TestOrganization;
let board: string;

beforeAll(async () => {
  house = await openHouse({
    worker: false,
    environment: { OPS_PASSWORD: password, OPS_WRONG_PASSWORDS: "3" },
  });
  organization = await openOrganization(house);
  board = `${await opsUrl(house, "api")}/queues`;
});
afterAll(() => house.close());

function ask(path: string, secret: string | null = password, method = "GET"): Promise<Response> {
  const Authorization = `Basic ${Buffer.from(`operator:${secret}`).toString("base64")}`;
  return fetch(board + path, { method, ...(secret !== null && { headers: { Authorization } }) });
}

test("whoever does not sign in sees nothing of it, and is asked to (RFC 7617 §2)", async () => {
  for (const path of ["", "/", "/api/queues", "/static/js/main.js", "/queue/drain"]) {
    const { status, headers } = await ask(path, null);
    expect([status, headers.get("WWW-Authenticate")], path).toEqual([
      401,
      expect.stringMatching(/^Basic realm=/),
    ]);
  }
});

test("an operator sees the page, the queues, and what a job carries: nothing but the id of an organization", async () => {
  const user = entraUser(organization.address("ada"));
  expect((await organization.directory.send("POST", "/Users", user)).status).toBe(201);
  const page = await ask("/");
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<base href="/queues/"');
  expect(page.headers.get("Content-Security-Policy")).toContain("default-src 'self'");
  const answer = await ask("/api/queues?activeQueue=drain&status=waiting&page=1&jobsPerPage=10");
  expect(answer.status).toBe(200);
  const { queues }: Answer["body"] = await answer.json();
  expect(queues.map(({ name }: { name: string }) => name).sort()).toEqual(["drain", "mail"]);
  const drain = queues.find(({ name }: { name: string }) => name === "drain");
  expect(drain).toMatchObject({ readOnlyMode: true, allowRetries: false, counts: { waiting: 1 } });
  expect(drain.jobs.map(({ data }: { data: unknown }) => data)).toEqual([{ organization: organization.id }]);
});

test("nobody changes anything through it", async () => {
  for (const [method, path] of [
    ["PUT", "/api/queues/drain/pause"],
    ["PUT", "/api/queues/pause"],
    ["PUT", "/api/queues/drain/obliterate"],
    ["PUT", "/api/queues/drain/empty"],
    ["POST", "/api/queues/drain/add"],
    ["DELETE", "/api/queues/drain"],
  ] as const) {
    expect((await ask(path, password, method)).status, `${method} ${path}`).toBe(405);
  }
  expect((await house.deps.queues.depths()).get("drain")).toMatchObject({ waiting: 1 });
});

test("whoever guesses is slowed down, and told for how long", async () => {
  for (let tries = 0; tries < 3; tries += 1) expect((await ask("/", "a wrong password")).status).toBe(401);
  const { status, headers } = await ask("/", "a wrong password");
  expect([status, headers.get("Retry-After")]).toEqual([429, expect.stringMatching(/^[1-9]\d?$/)]);
  expect((await ask("/", password)).status).toBe(429);
  const log = await readFile(house.logs[0] ?? "", "utf8");
  expect(log).not.toMatch(/a wrong password|a long enough password/);
});
