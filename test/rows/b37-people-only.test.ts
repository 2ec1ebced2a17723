/**
 * B37: where the directory's mapping of groups is off, users sync alone and no group appears. The simulated tenant is
 * the directory here, as a person plays it from the command line.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const project = join(import.meta.dirname, "..", "..");

/** Plays the tenant against an organization; gives back its outcome. */
async function play({ directory, key, settled }: TestOrganization, ...options: string[]) {
  const script = join("local", "directory", "main.ts");
  const size = ["--users", "10", "--groups", "3", "--cycles", "1", "--json"];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [script, "--url", directory.url, "--key", key, ...size, ...options],
    { cwd: project },
  );
  await settled();
  return JSON.parse(stdout);
}

test("B37 with the mapping of groups off users sync alone and no group appears", async () => {
  const organization = await openOrganization(house);
  const { cycles, check } = await play(organization, "--people-only", "--check");
  expect(check.differences).toEqual([]);
  for (const { groups, memberships } of cycles) {
    expect(groups).toEqual({ created: 0, matched: 0, updated: 0, deleted: 0 });
    expect(memberships).toEqual({ added: 0, removed: 0 });
  }
  expect((await organization.members()).length).toBeGreaterThan(5);
  expect((await organization.directory.send("GET", "/Groups")).body.totalResults).toBe(0);
  expect((await organization.events()).filter(({ group }) => group !== undefined)).toEqual([]);
});

test("B37 with the mapping of groups off a group made by hand is left alone, though the directory has one of its name", async () => {
  const [named, organization] = [await openOrganization(house), await openOrganization(house)];
  await play(named);
  const listed = await named.directory.send("GET", "/Groups?excludedAttributes=members");
  expect(listed.body.totalResults).toBeGreaterThan(0);
  const { groups } = organization;
  const id = await groups.makeByHand(listed.body.Resources[0].displayName, [
    await organization.inviteByHand("ada"),
  ]);
  await groups.expectNothing(id, () => play(organization, "--people-only"));
  expect(await groups.view(id)).toMatchObject({ linked: false, members: 1 });
});
