/**
 * API tokens: shown once, for one organization, as far as they reach, until they end or are revoked.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { issueToken } from "../../api/access/tokens.ts";
import { openLimits } from "../../api/limits/limits.ts";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { openApiHere } from "../support/api-here.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import type { Browser } from "../support/http-browser.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { signedIn } from "../support/signing-in.ts";

let house: House;
let organization: TestOrganization;
let owner: Browser;
let at: string;
beforeAll(async () => {
  house = await openHouse({ worker: false });
  organization = await openOrganization(house);
  owner = await signedIn(house, organization, "owner");
  at = `${house.deps.config.PUBLIC_URL}/api/organizations/${organization.id}`;
});
afterAll(() => house.close());

const issue = async (wanted: object) => (await owner.send("POST", `${at}/tokens`, wanted)).body;
const list = async () => (await owner.send("GET", `${at}/tokens`)).body.items;
/** Reads the feed with a token, as another site's page could not. */
async function ask(token: string, url = at, method = "GET", path = "/events"): Promise<number> {
  const headers = { Authorization: `Bearer ${token}`, "Sec-Fetch-Site": "cross-site" };
  const response = await fetch(url + path, { method, headers });
  await response.body?.cancel();
  return response.status;
}

test("a token is shown once, and listed by how it begins, by whom and until when", async () => {
  const { secret, token } = await issue({ name: "Nightly report", access: "read", days: 30 });
  expect(secret).toMatch(/^rct_[\w-]{43}$/);
  expect(token).toMatchObject({ name: "Nightly report", access: "read", lastUsedAt: null });
  expect(token.createdBy).toBe(organization.address("owner"));
  expect(Date.parse(token.expiresAt) - Date.parse(token.createdAt)).toBe(30 * 86_400_000);
  expect(secret.startsWith(token.prefix)).toBe(true);
  expect(token.prefix).toHaveLength(9);
  expect(await list()).toContainEqual(token);
  const kept = JSON.stringify(await house.deps.store.organizations.findOne({ _id: organization.id }));
  expect(kept).not.toContain(secret);
  expect(JSON.stringify(await list())).not.toMatch(/hash/);
});

test("it lets in to its own organization, and its use is noted", async () => {
  const { secret, token } = await issue({ name: "used", access: "write", days: null });
  expect(token.expiresAt).toBeNull();
  expect(await ask(secret)).toBe(200);
  await eventually(async () => {
    const noted = (await list()).find(({ id }: { id: string }) => id === token.id);
    expect(noted.lastUsedAt).not.toBeNull();
  });
  const other = await openOrganization(house);
  for (const id of [other.id, "no-such"])
    expect(await ask(secret, `${house.deps.config.PUBLIC_URL}/api/organizations/${id}`)).toBe(401);
});

test("one that reads changes nothing, and none makes tokens or sets the provider", async () => {
  const reads = (await issue({ name: "reads", access: "read" })).secret;
  const writes = (await issue({ name: "writes", access: "write" })).secret;
  expect(await ask(reads, at, "POST", "/failures/retry")).toBe(403);
  expect(await ask(writes, at, "POST", "/failures/retry")).toBe(200);
  for (const path of ["/tokens", "/provider"]) expect(await ask(writes, at, "GET", path)).toBe(403);
});

test("it is no session, and beside a wrong one the cookie does not count", async () => {
  const { secret } = await issue({ name: "no session", access: "write" });
  const { PUBLIC_URL } = house.deps.config;
  expect(await ask(secret, PUBLIC_URL, "GET", "/api/session")).toBe(401);
  const both = await owner.send("GET", `${at}/tokens`, undefined, { Authorization: "Bearer rct_wrong" });
  expect(both.status).toBe(401);
});

test("revoked or ended, it lets nobody in; nor while the organization is disabled", async () => {
  const place = await openOrganization(house);
  const wanted = { name: "x", access: "read" as const, days: 1 };
  const { secret, token } = await issueToken(house.deps, place.id, wanted, { kind: "system" });
  const { now, config } = house.deps;
  let laterMs = 0;
  const api = await openApiHere({ ...house.deps, now: () => new Date(now().getTime() + laterMs) });
  const there = `${api.url}/api/organizations/${place.id}`;
  expect(await ask(secret, there)).toBe(200);
  laterMs = 86_400_000;
  expect(await ask(secret, there)).toBe(401);
  laterMs = 0;
  await changeOrganization(house.deps, place.id, { enabled: false });
  expect(await ask(secret, there)).toBe(401);
  await changeOrganization(house.deps, place.id, { enabled: true });
  expect(await ask(secret, there)).toBe(200);
  const admin = await signedIn(house, place, "owner");
  const tokens = `${config.PUBLIC_URL}/api/organizations/${place.id}/tokens`;
  expect((await admin.send("DELETE", `${tokens}/${token.id}`)).status).toBe(204);
  expect((await admin.send("DELETE", `${tokens}/${token.id}`)).status).toBe(404);
  expect(await ask(secret, there)).toBe(401);
  await api.close();
});

test("what another organization has is not listed and not revoked", async () => {
  const place = await openOrganization(house);
  const { token } = await issueToken(
    house.deps,
    place.id,
    { name: "theirs", access: "write", days: null },
    { kind: "system" },
  );
  expect((await list()).map(({ id }: { id: string }) => id)).not.toContain(token.id);
  expect((await owner.send("DELETE", `${at}/tokens/${token.id}`)).status).toBe(404);
});

test("there are fifty at most, also where many are made at once", async () => {
  const place = await openOrganization(house);
  const wanted = { name: "many", access: "read" as const, days: null };
  const made = await Promise.allSettled(
    Array.from({ length: 60 }, () => issueToken(house.deps, place.id, wanted, { kind: "system" })),
  );
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(50);
  const kept = await house.deps.store.organizations.findOne({ _id: place.id });
  expect(kept?.tokens).toHaveLength(50);
});

test("wrong tokens are slowed down, and a good one is let in all the same", async () => {
  const { secret } = await issue({ name: "good", access: "read" });
  const config = { ...house.deps.config, AUTH_FAILURES_PER_MINUTE: 3 };
  const api = await openApiHere({ ...house.deps, config, limits: openLimits(config, house.deps.log) });
  const there = `${api.url}/api/organizations/${organization.id}`;
  const statuses = [];
  for (let n = 0; n < 5; n += 1) statuses.push(await ask(`rct_${n}`, there));
  expect(statuses).toEqual([401, 401, 401, 429, 429]);
  expect(await ask(secret, there)).toBe(200);
  await api.close();
});

test("what is no token is refused before anything is made", async () => {
  for (const wrong of [
    {},
    { name: "", access: "read" },
    { name: "x", access: "all" },
    { name: "x", access: "read", days: 0 },
  ])
    expect((await owner.send("POST", `${at}/tokens`, wrong)).status).toBe(400);
});
