/**
 * F05: a directory that stays away after trouble is told once; one that has nothing to do is not.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { readHealth } from "../../api/organization/overview/health.ts";
import { requireOrganization } from "../../api/organization/settings/organizations.ts";
import { eventually } from "../support/eventually.ts";
import type { House } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";
import { lookUp, openWatchedHouse, untilNextCycle } from "../support/watched-house.ts";

let house: House;
beforeAll(async () => {
  house = await openWatchedHouse();
});
afterAll(() => house.close());

async function healthOf({ id }: TestOrganization) {
  const [judged] = await readHealth(house.deps, [await requireOrganization(house.deps, id)]);
  return judged?.health;
}

/** Cycles of one look-up each; the last one also makes a call. */
async function cycles(
  organization: TestOrganization,
  total: number,
  last?: () => Promise<unknown>,
): Promise<void> {
  for (let made = 0; made < total; made += 1) {
    if (made > 0) await untilNextCycle();
    await lookUp(organization.directory);
  }
  await last?.();
}

function refusedWrite({ directory }: TestOrganization) {
  return directory.send("POST", "/Users", { ...entraUser("no-address"), emails: [] });
}

function silence(organization: TestOrganization, state: "open" | "resolved") {
  return eventually(async () => {
    const rows = (await organization.failures(state)).filter(({ kind }) => kind === "silence");
    expect(rows).toHaveLength(1);
    return rows[0];
  });
}

test("F05 a directory that falls silent after a cycle with errors is told once, and its next call resolves it", async () => {
  const [troubled, clean, young] = [
    await openOrganization(house),
    await openOrganization(house),
    await openOrganization(house),
  ];
  await Promise.all([
    cycles(troubled, 4, () => refusedWrite(troubled)),
    cycles(clean, 4),
    cycles(young, 2, () => refusedWrite(young)),
  ]);
  await eventually(async () => expect(await healthOf(troubled)).toMatchObject({ state: "degraded" }));
  const failure = await silence(troubled, "open");
  expect(failure).toMatchObject({ subject: troubled.keyId, count: 1 });
  expect(failure?.cause).toMatch(/has not come since .*1 call refused/s);
  expect(await healthOf(troubled)).toMatchObject({ state: "silent" });

  await lookUp(troubled.directory);
  await silence(troubled, "resolved");
  await eventually(async () => expect(await healthOf(troubled)).toMatchObject({ state: "healthy" }));

  // They have been away for longer by now.
  for (const organization of [clean, young]) expect(await organization.failures()).toEqual([]);
  expect(await healthOf(clean)).toMatchObject({ state: "healthy" });
  expect((await healthOf(clean))?.reasons.join()).toMatch(/came last .* ago/);
});

test("F05 a directory whose last call was broken off midway is silent too", async () => {
  const organization = await openOrganization(house);
  await cycles(organization, 3, async () => {
    const body = JSON.stringify(entraUser(organization.address("ada")));
    const sent = fetch(`${organization.directory.url}/Users`, {
      method: "POST",
      headers: { Authorization: `Bearer ${organization.key}`, "Content-Type": "application/scim+json" },
      body: new ReadableStream({
        start: (controller) => {
          controller.enqueue(new TextEncoder().encode(body.slice(0, 20)));
          setTimeout(() => controller.error(new Error("the directory is gone")), 50);
        },
      }),
      duplex: "half",
    });
    await expect(sent).rejects.toThrow();
  });
  expect((await silence(organization, "open"))?.cause).toContain("broken off");
});
