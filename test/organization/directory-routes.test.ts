/**
 * B02, B03: an admin turns SCIM on, sees the URL and the key once, rotates, ends and tests, over HTTP; and a process
 * that stops is not held up by a page that listens.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { scimClient } from "../support/scim-client.ts";
import { openAsOwner } from "../support/sign-in.ts";
import { lookUp } from "../support/watched-house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ worker: false });
});
afterAll(() => house.close());

test("B02 SCIM is turned off and on again, and the URL and the key that are shown work", async () => {
  const { organization, send } = await openAsOwner(house);
  expect((await send("POST", "/scim/enable")).status).toBe(409);
  expect((await send("POST", "/scim/disable")).status).toBe(204);
  expect((await lookUp(organization.directory)).status).toBe(401);
  expect((await send("POST", "/self-test", {})).status).toBe(409);
  const { status, body } = await send("POST", "/scim/enable");
  expect(status).toBe(200);
  expect((await lookUp(scimClient(body.scimUrl, body.scimKey))).status).toBe(200);
  expect((await send("GET", "")).body).toMatchObject({ scimEnabled: true, scimUrl: body.scimUrl });
  expect((await send("GET", "/keys")).body.items).toMatchObject([{ id: body.key.id, expiresAt: null }]);
});

test("B03 a new key beside the old one, the list of both, and the end of one", async () => {
  const { organization, send } = await openAsOwner(house);
  const { status, body } = await send("POST", "/keys", { overlapMs: 60_000 });
  expect(status).toBe(201);
  const { items } = (await send("GET", "/keys")).body;
  expect(items.map(({ id }: { id: string }) => id)).toEqual([organization.keyId, body.key.id]);
  expect(JSON.stringify(items)).not.toMatch(/hash/);
  for (const key of [organization.key, body.scimKey])
    expect((await lookUp(scimClient(body.scimUrl, key))).status).toBe(200);
  expect((await send("DELETE", `/keys/${organization.keyId}`)).status).toBe(204);
  expect((await lookUp(organization.directory)).status).toBe(401);
  expect((await send("DELETE", `/keys/${organization.keyId}`)).status).toBe(409);
  expect((await send("POST", "/keys", { overlapMs: -1 })).status).toBe(400);
  expect((await send("POST", "/keys", { overlapMs: 8 * 24 * 60 * 60 * 1000 })).status).toBe(400);
});

test("the self-test, the requests, the steps, the day and the overview are answered as they are declared", async () => {
  const { organization, send } = await openAsOwner(house);
  expect(await send("POST", "/self-test", {})).toMatchObject({ status: 200, body: { ok: true } });
  expect(await send("POST", "/self-test", { key: "rc_wrong" })).toMatchObject({ body: { ok: false } });
  await lookUp(organization.directory);
  await eventually(async () => {
    const { body } = await send("GET", "/requests");
    expect(body.requests).toEqual([expect.objectContaining({ status: 200, key: organization.keyId })]);
    expect(body.requests[0]).not.toHaveProperty("id");
  });
  const { steps } = (await send("GET", "/connect")).body;
  expect(steps.map(({ step }: { step: string }) => step)).toEqual([
    "scimOn",
    "testConnection",
    "firstUser",
    "firstGroup",
    "firstCycle",
  ]);
  expect((await send("GET", "/activity")).body.slices).toHaveLength(96);
  expect((await send("GET", "/overview")).body).toMatchObject({ members: { total: 1, confirmed: 1 } });
  const { status, body } = await send("PATCH", "/settings", { provisionGroups: false });
  expect([status, body.settings.provisionGroups]).toEqual([200, false]);
  expect((await send("PATCH", "/settings", { failureMail: { addresses: ["nowhere"] } })).status).toBe(409);
  expect((await send("POST", "/failure-mail/test")).status).toBe(202);
  expect(await send("POST", "/failure-mail/test")).toMatchObject({
    status: 409,
    body: { code: "conflict", detail: expect.stringContaining("less than a minute ago") },
  });
});

test("a page that listens does not hold up a process that is asked to stop", async () => {
  const { send } = await openAsOwner(house);
  const listening = send("GET", "/live");
  // The answer has begun once the place is taken; what is heard ends with the process.
  await eventually(async () => expect((await send("GET", "/overview")).status).toBe(200));
  const from = performance.now();
  await house.api.stop();
  expect(performance.now() - from).toBeLessThan(house.deps.config.SHUTDOWN_MS / 2);
  expect((await listening).body).toMatch(/^retry: /);
  await house.startApi();
});
