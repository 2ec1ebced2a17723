/**
 * The self-test plays Test Connection against the public URL, says what it met, and leaves no trace of its own.
 */
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ApiDeps } from "../../api/deps.ts";
import { listConnections } from "../../api/organization/directory/connections.ts";
import { disableScim, enableScim, endKey, listKeys } from "../../api/organization/directory/keys.ts";
import { listRequests } from "../../api/organization/directory/requests.ts";
import { selfTestHeader } from "../../api/organization/directory/self-test/key.ts";
import { runSelfTest } from "../../api/organization/directory/self-test/self-test.ts";
import { requireOrganization } from "../../api/organization/settings/organizations.ts";
import { freePort } from "../../local/services/ports.ts";
import { createKey } from "../../shared/scim-key.ts";
import { eventually } from "../support/eventually.ts";
import type { House } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";
import { lookUp, openWatchedHouse } from "../support/watched-house.ts";

let house: House;
beforeAll(async () => {
  // One wrong key a minute is all that an address has.
  house = await openWatchedHouse({ AUTH_FAILURES_PER_MINUTE: "1" });
});
afterAll(() => house.close());

async function run({ id }: TestOrganization, key?: string, deps: ApiDeps = house.deps) {
  return runSelfTest(deps, await requireOrganization(deps, id), key);
}

/** The same server, which believes that it is reached elsewhere. */
function at(url: string): ApiDeps {
  return { ...house.deps, config: { ...house.deps.config, PUBLIC_URL: url } };
}

async function listening(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What the first step says where something else stands at the public URL. */
async function toldBy(organization: TestOrganization, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  try {
    const { ok, steps } = await run(organization, undefined, at(await listening(server)));
    expect(ok).toBe(false);
    expect(steps).toHaveLength(1);
    return steps[0]?.detail ?? "";
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test.each([
  ["with a key of its own", false],
  ["with the admin's key", true],
])("all goes well %s, and nothing of it is seen", async (_, withKey) => {
  const organization = await openOrganization(house);
  const { id, key } = organization;
  for (let n = 0; n < 3; n += 1) {
    const outcome = await run(organization, withKey ? `${key}\n` : undefined);
    expect(outcome.steps.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(outcome.ok).toBe(true);
  }
  const after = await requireOrganization(house.deps, id);
  expect(after.scim.selfTest).toBeUndefined();
  expect(listKeys(after, new Date())).toMatchObject([{ id: organization.keyId, lastUsedAt: null }]);
  // What comes later is noted, so what came before was let go.
  await lookUp(organization.directory);
  await eventually(async () => expect(await listRequests(house.deps, id)).toHaveLength(1));
  await eventually(async () =>
    expect(await listConnections(house.deps, after)).toMatchObject([{ cycles: [{ calls: 1 }] }]),
  );
  expect(await house.deps.store.activity.countDocuments({ organization: id })).toBe(0);
});

test("a wrong key, and one that was ended, are told as that", async () => {
  const organization = await openOrganization(house);
  const other = await openOrganization(house);
  for (const key of ["rc_wrong", other.key, "Bearer äöü\r\nX: y", ""]) {
    const { ok, steps } = await run(organization, key);
    expect(ok, key).toBe(false);
    expect(steps, key).toMatchObject([{ ok: false, detail: expect.stringContaining("Copy it anew") }]);
  }
  await endKey(house.deps, organization.id, organization.keyId);
  expect(await run(organization, organization.key)).toMatchObject({ ok: false });
  // Without any key there is still a way to try the rest.
  expect(await run(organization)).toMatchObject({ ok: true });
});

test("one runs at a time, and the next once it has ended", async () => {
  const organization = await openOrganization(house);
  const started = Array.from({ length: 5 }, () => run(organization));
  const outcomes = await Promise.allSettled(started);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === "rejected") expect(String(outcome.reason)).toContain("running already");
  expect(await run(organization)).toMatchObject({ ok: true });
});

test("a test whose process was killed holds the next one up for a minute at most", async () => {
  const organization = await openOrganization(house);
  const { key } = createKey("left", new Date());
  const { organizations } = house.deps.store;
  const leave = (expiresAt: Date) =>
    organizations.updateOne({ _id: organization.id }, { $set: { "scim.selfTest": { ...key, expiresAt } } });
  await leave(new Date(Date.now() + 60_000));
  await expect(run(organization)).rejects.toThrow("running already");
  await leave(new Date(Date.now() - 1));
  expect(await run(organization)).toMatchObject({ ok: true });
});

test("its key reads only, is good in its organization only, and ends with it", async () => {
  const [organization, other] = [await openOrganization(house), await openOrganization(house)];
  const { secret, key } = createKey("test", new Date());
  const selfTest = { ...key, expiresAt: new Date(Date.now() + 60_000) };
  await house.deps.store.organizations.updateOne(
    { _id: organization.id },
    { $set: { "scim.selfTest": selfTest } },
  );
  const send = async (url: string, method = "GET", header = secret) => {
    const body = method === "POST" ? JSON.stringify(entraUser(organization.address("ada"))) : null;
    const headers = { Authorization: `Bearer ${secret}`, [selfTestHeader]: header };
    return (await fetch(`${url}/Users`, { method, body, headers })).status;
  };
  await eventually(async () => expect(await send(organization.directory.url)).toBe(200));
  expect(await send(organization.directory.url, "POST")).toBe(401);
  expect(await send(other.directory.url)).toBe(401);
  // Without its header nobody is let in by it, and what they send is noted.
  expect(await send(organization.directory.url, "GET", "")).not.toBe(200);
  await house.deps.store.organizations.updateOne(
    { _id: organization.id },
    { $set: { "scim.selfTest.expiresAt": new Date(0) } },
  );
  await eventually(async () => expect(await send(organization.directory.url)).not.toBe(200));
  expect(await organization.members()).toHaveLength(1);
});

test("the header without the secret hides nothing", async () => {
  const organization = await openOrganization(house);
  await organization.directory.send("GET", "/Users", undefined, { [selfTestHeader]: "x" });
  await organization.directory.send("GET", "/Users", undefined, { [selfTestHeader]: organization.key });
  await eventually(async () => expect(await listRequests(house.deps, organization.id)).toHaveLength(2));
});

test("where SCIM is off there is nothing to test", async () => {
  const organization = await openOrganization(house);
  await disableScim(house.deps, organization.id);
  await expect(run(organization)).rejects.toThrow("Turn it on first");
  await enableScim(house.deps, organization.id);
  expect(await run(organization)).toMatchObject({ ok: true });
});

test("what stands in the way of the public URL is said in words", async () => {
  const organization = await openOrganization(house);
  const closed = `http://127.0.0.1:${await freePort()}`;
  const detail = async (url: string) => (await run(organization, undefined, at(url))).steps[0]?.detail;
  expect(await detail(closed)).toContain("refused");
  expect(await detail("http://no-such-name.invalid")).toContain("not known in the DNS");
  expect(await detail(house.deps.config.PUBLIC_URL.replace("http:", "https:"))).toMatch(/TLS/);
  const mute = createTcpServer((socket) => socket.destroy());
  expect(await detail(await listening(mute))).toContain("hung up");
  mute.close();
});

test("who else answers at the public URL is said in words, and nobody is followed or read to the end", async () => {
  const organization = await openOrganization(house);
  const asked: string[] = [];
  const redirect: RequestListener = ({ url = "" }, response) => {
    asked.push(url);
    response.writeHead(302, { Location: `/elsewhere?${"x".repeat(5_000)}` }).end();
  };
  const led = await toldBy(organization, redirect);
  expect(led).toContain("leads on");
  expect(led.length).toBeLessThan(500);
  expect(asked).toHaveLength(1);
  expect(await toldBy(organization, (_, response) => response.end("<h1>It works</h1>"))).toContain(
    "Something else",
  );
  expect(await toldBy(organization, (_, response) => response.writeHead(404).end())).toContain("path");
  expect(await toldBy(organization, (_, response) => response.writeHead(502).end())).toContain("proxy");
  let sent = 0;
  const endless: RequestListener = (_, response) => {
    const more = (): void => {
      if (response.destroyed) return;
      sent += 1;
      response.write("x".repeat(65_536), () => setImmediate(more));
    };
    more();
  };
  expect(await toldBy(organization, endless)).toContain("Something else");
  expect(sent).toBeLessThan(1_000);
});
