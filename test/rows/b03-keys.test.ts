import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endKey, type KeyView, listKeys, rotateKey } from "../../api/organization/directory/keys.ts";
import { Refusal } from "../../api/organization/refusal.ts";
import { requireOrganization } from "../../api/organization/settings/organizations.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { scimClient } from "../support/scim-client.ts";
import { collectionsWith } from "../support/search.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ environment: { LOG_LEVEL: "trace" } });
});
afterAll(() => house.close());

const dayMs = 24 * 60 * 60 * 1000;

async function statusWith({ directory }: TestOrganization, key: string): Promise<number> {
  return (await scimClient(directory.url, key).send("GET", "/Users")).status;
}

async function keysOf({ id }: TestOrganization): Promise<KeyView[]> {
  return listKeys(await requireOrganization(house.deps, id), house.deps.now());
}

test("B03 a rotation shows a new key once, and without an overlap the old one ends with it", async () => {
  const organization = await openOrganization(house);
  const { scimKey, scimUrl, key } = await rotateKey(house.deps, organization.id, 0);
  expect(scimUrl).toBe(organization.directory.url);
  expect(scimKey).not.toBe(organization.key);
  expect(await statusWith(organization, scimKey)).toBe(200);
  expect(await statusWith(organization, organization.key)).toBe(401);
  const listed = await keysOf(organization);
  expect(listed.map(({ id }) => id)).toEqual([key.id]);
  expect(JSON.stringify(listed)).not.toContain(scimKey);
});

test("B03 the old key goes on working for the overlap, and not longer", async () => {
  const organization = await openOrganization(house);
  const { scimKey, key } = await rotateKey(house.deps, organization.id, 3_000);
  expect(await statusWith(organization, organization.key)).toBe(200);
  expect(await statusWith(organization, scimKey)).toBe(200);
  await eventually(async () => expect(await statusWith(organization, organization.key)).toBe(401));
  expect(await statusWith(organization, scimKey)).toBe(200);
  expect((await keysOf(organization)).map(({ id }) => id)).toEqual([key.id]);
});

test.each([
  ["none", 0],
  ["seven days", 7 * dayMs],
])("B03 an overlap of %s can be chosen", async (_, overlapMs) => {
  const { id } = await openOrganization(house);
  await rotateKey(house.deps, id, overlapMs);
});

test.each([
  ["more than seven days", 7 * dayMs + 1],
  ["less than none", -1],
])("B03 an overlap of %s is refused and no key is made", async (_, overlapMs) => {
  const organization = await openOrganization(house);
  await expect(rotateKey(house.deps, organization.id, overlapMs)).rejects.toBeInstanceOf(Refusal);
  expect(await keysOf(organization)).toHaveLength(1);
  expect(await statusWith(organization, organization.key)).toBe(200);
});

test("B03 the old key is listed with its end and its last use", async () => {
  const organization = await openOrganization(house);
  expect((await keysOf(organization)).map(({ lastUsedAt }) => lastUsedAt)).toEqual([null]);
  const { now } = house.deps;
  const from = now().getTime();
  const { key } = await rotateKey(house.deps, organization.id, dayMs);
  await statusWith(organization, organization.key);
  const [old, current] = await eventually(async () => {
    const keys = await keysOf(organization);
    expect(keys[0]?.lastUsedAt).toBeInstanceOf(Date);
    return keys;
  });
  expect(old).toMatchObject({ id: organization.keyId, prefix: organization.key.slice(0, 8) });
  expect(Number(old?.lastUsedAt)).toBeGreaterThanOrEqual(from);
  expect(Number(old?.expiresAt)).toBeGreaterThanOrEqual(from + dayMs);
  expect(Number(old?.expiresAt)).toBeLessThanOrEqual(now().getTime() + dayMs);
  expect(current).toMatchObject({ id: key.id, lastUsedAt: null, expiresAt: null });
});

test("B03 a second rotation with a longer overlap does not lengthen the life of a key that ends sooner", async () => {
  const organization = await openOrganization(house);
  await rotateKey(house.deps, organization.id, dayMs);
  const [first] = await keysOf(organization);
  await rotateKey(house.deps, organization.id, 7 * dayMs);
  const [still, second, third] = await keysOf(organization);
  expect(still?.expiresAt).toEqual(first?.expiresAt);
  expect(Number(second?.expiresAt)).toBeGreaterThan(Date.now() + 6 * dayMs);
  expect(third?.expiresAt).toBeNull();
});

test("B03 an old key can be ended at once, and the new one works on", async () => {
  const organization = await openOrganization(house);
  const { scimKey } = await rotateKey(house.deps, organization.id, dayMs);
  await endKey(house.deps, organization.id, organization.keyId);
  expect(await statusWith(organization, organization.key)).toBe(401);
  expect(await statusWith(organization, scimKey)).toBe(200);
  await expect(endKey(house.deps, organization.id, organization.keyId)).rejects.toBeInstanceOf(Refusal);
});

test("B03 nobody ends or rotates the key of another organization", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  await expect(endKey(house.deps, one.id, other.keyId)).rejects.toBeInstanceOf(Refusal);
  await rotateKey(house.deps, one.id, 0);
  expect(await statusWith(other, other.key)).toBe(200);
  await expect(rotateKey(house.deps, "nobody-here", 0)).rejects.toBeInstanceOf(Refusal);
});

test("B03 two rotations at the same time both give keys that work", async () => {
  const organization = await openOrganization(house);
  const issued = await Promise.all([1, 2, 3].map(() => rotateKey(house.deps, organization.id, dayMs)));
  for (const { scimKey } of issued) expect(await statusWith(organization, scimKey)).toBe(200);
  expect((await keysOf(organization)).filter(({ expiresAt }) => expiresAt === null)).toHaveLength(1);
});

test("B03 keys are stored hashed and never logged", async () => {
  const organization = await openOrganization(house);
  const { scimKey } = await rotateKey(house.deps, organization.id, dayMs);
  for (const key of [organization.key, scimKey, `${scimKey}x`]) {
    await statusWith(organization, key);
    await scimClient(organization.directory.url, key).send("POST", "/Users", { broken: true });
    await scimClient(organization.directory.url, key).send("GET", `/Users?token=${key}`);
  }
  await organization.afterwards();
  expect(await collectionsWith(house, organization.id), "the search finds what is there").toContain(
    "organizations",
  );
  expect(await collectionsWith(house, scimKey)).toEqual([]);
  expect(await collectionsWith(house, organization.key)).toEqual([]);
  const logs = (await Promise.all(house.logs.map((log) => readFile(log, "utf8")))).join("");
  expect(logs).toContain(organization.id);
  expect(logs).not.toContain(scimKey);
  expect(logs).not.toContain(organization.key);
});
