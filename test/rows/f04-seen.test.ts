/**
 * F04: what API processes see of a directory's calls adds up, and is written down before a process goes.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listConnections } from "../../api/organization/directory/connections.ts";
import { requireOrganization } from "../../api/organization/settings/organizations.ts";
import { startNode } from "../../local/services/node.ts";
import { freePort } from "../../local/services/ports.ts";
import { eventually } from "../support/eventually.ts";
import type { House } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, scimClient } from "../support/scim-client.ts";
import { lookUp, openWatchedHouse } from "../support/watched-house.ts";

let house: House;
beforeAll(async () => {
  house = await openWatchedHouse({ CONNECTION_GAP_MS: "300000" });
});
afterAll(() => house.close());

async function seen({ id }: TestOrganization) {
  return listConnections(house.deps, await requireOrganization(house.deps, id));
}

test("F04 the calls of several API processes add up to one cycle", async () => {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-second-"));
  const port = await freePort();
  const second = await startNode({
    name: "api-2",
    script: "api/main.ts",
    environment: { ...house.environment, PORT: String(port) },
    logFile: join(folder, "api.log"),
  });
  const organization = await openOrganization(house);
  const { directory, key, address } = organization;
  const url = new URL(directory.url);
  url.port = String(port);
  const other = scimClient(url.href, key);
  await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      index % 2 === 0
        ? lookUp(directory)
        : other.send("POST", "/Users", entraUser(address(`person-${index}`))),
    ),
  );
  await other.send("POST", "/Users", { ...entraUser("no-address"), emails: [] });
  await eventually(async () => {
    expect(await seen(organization)).toMatchObject([
      {
        key: organization.keyId,
        keyState: "current",
        lastWriteAt: expect.any(Date),
        intervalMs: null,
        refused: [{ status: 400, count: 1 }],
        cycles: [{ calls: 101, writes: 51, refusals: 1, errors: 0, cutShort: false }],
      },
    ]);
  });
  await second.stop();
  await rm(folder, { recursive: true });
});

test("F04 what was seen and not written yet is written when the process is asked to stop", async () => {
  const late = await openWatchedHouse({ CONNECTIONS_EVERY_MS: "600000" });
  try {
    const organization = await openOrganization(late);
    await lookUp(organization.directory);
    await lookUp(scimClient(organization.directory.url, "rc_wrong"));
    // A browser shows no key at all; it is no directory.
    expect((await fetch(`${organization.directory.url}/Users`)).status).toBe(401);
    expect(await late.deps.store.connections.countDocuments({})).toBe(0);
    await late.api.stop();
    const found = await late.deps.store.connections.find({}).sort({ key: 1 }).toArray();
    expect(found).toMatchObject([
      { key: null, refused: { access: { status: 401, count: 1 } } },
      { key: organization.keyId, cycles: [{ calls: 1 }] },
    ]);
  } finally {
    await late.close();
  }
});
