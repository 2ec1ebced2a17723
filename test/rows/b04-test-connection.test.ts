import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization } from "../support/organization.ts";
import { schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const lookups = [
  ["userName", (guid: string) => `/Users?filter=userName+eq+"${guid}"`],
  ["externalId", (guid: string) => `/Users?filter=externalId eq "${guid}"`],
  ["the work e-mail", (guid: string) => `/Users?filter=emails[type eq "work"].value eq "${guid}"`],
  [
    "a group's displayName",
    (guid: string) => `/Groups?excludedAttributes=members&filter=displayName eq "${guid}"`,
  ],
  [
    "a group's externalId",
    (guid: string) => `/Groups?excludedAttributes=members&filter=externalId eq "${guid}"`,
  ],
] as const;

test.each(lookups)("B04 a lookup of a random GUID by %s is 200 and an empty list", async (_, path) => {
  const organization = await openOrganization(house);
  await organization.provision("ada");
  const { status, headers, body } = await organization.directory.send("GET", encodeURI(path(randomUUID())));
  expect(status).toBe(200);
  expect(headers.get("content-type")).toMatch(/^application\/scim\+json/);
  expect(body).toEqual({
    schemas: [schemas.list],
    totalResults: 0,
    startIndex: 1,
    itemsPerPage: 0,
    Resources: [],
  });
});

test.each(lookups.slice(0, 3))("B04 a lookup by %s finds the one who is there", async (attribute, path) => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada", { externalId: "ada-1" });
  await organization.provision("bob", { externalId: "bob-1" });
  const wanted = attribute === "externalId" ? "ada-1" : organization.address("ada");
  const { body } = await organization.directory.send("GET", encodeURI(path(wanted)));
  expect(body).toMatchObject({ totalResults: 1, itemsPerPage: 1, Resources: [{ id }] });
});

test("B04 testing the connection makes nothing and tells nobody", async () => {
  const organization = await openOrganization(house);
  const before = await organization.events();
  for (const [, path] of lookups) await organization.directory.send("GET", encodeURI(path(randomUUID())));
  expect(await organization.members()).toHaveLength(1);
  expect(await organization.events()).toEqual(before);
});
