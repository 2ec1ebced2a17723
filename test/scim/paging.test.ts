import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ environment: { PAGE_MAX: "20", PAGE_DEFAULT: "7" } });
});
afterAll(() => house.close());

async function withUsers(count: number): Promise<TestOrganization> {
  const organization = await openOrganization(house);
  await Promise.all(Array.from({ length: count }, (_, index) => add(organization, `u${index}`)));
  return organization;
}

async function add({ directory, address }: TestOrganization, local: string): Promise<string> {
  const { status, body } = await directory.send("POST", "/Users", entraUser(address(local)));
  expect(status).toBe(201);
  return String(body.id);
}

async function page({ directory }: TestOrganization, startIndex: number, count: number, more = "") {
  const { body } = await directory.send("GET", `/Users?startIndex=${startIndex}&count=${count}${more}`);
  const resources: { id: string }[] = body.Resources;
  return { ...body, ids: resources.map(({ id }) => id) };
}

test("pages tell where they are in the whole, and hold everyone once", async () => {
  const organization = await withUsers(22);
  const seen: string[] = [];
  for (let startIndex = 1; startIndex <= 25; startIndex += 5) {
    const { ids, ...told } = await page(organization, startIndex, 5);
    const length = Math.min(5, 23 - startIndex + 1);
    expect(told).toMatchObject({
      schemas: [schemas.list],
      totalResults: 23,
      startIndex,
      itemsPerPage: length,
    });
    expect(ids).toHaveLength(length);
    seen.push(...ids);
  }
  expect(new Set(seen).size).toBe(23);
  expect([...(await page(organization, 1, 20)).ids, ...(await page(organization, 21, 20)).ids]).toEqual(seen);
});

test("pages stay in order while users are added: nobody who was there is missed or comes twice", async () => {
  const organization = await withUsers(12);
  const before = [...(await page(organization, 1, 20)).ids];
  const seen: string[] = [];
  for (let startIndex = 1; startIndex <= before.length; startIndex += 3) {
    await add(organization, `later${startIndex}`);
    const { ids, totalResults } = await page(organization, startIndex, 3);
    expect(totalResults).toBeGreaterThan(before.length);
    seen.push(...ids);
  }
  expect(seen.slice(0, before.length)).toEqual(before);
  expect(new Set(seen).size).toBe(seen.length);
});

test("pages stay in order while users are changed and disabled", async () => {
  const organization = await withUsers(6);
  const before = (await page(organization, 1, 20)).ids;
  for (const [index, id] of before.slice(1).entries()) {
    const body = entraUser(organization.address(`a${9 - index}`), { active: index % 2 === 0 });
    expect((await organization.directory.send("PUT", `/Users/${id}`, body)).status).toBe(200);
  }
  expect((await page(organization, 1, 20)).ids).toEqual(before);
});

test("who is removed is in no page, and in no count", async () => {
  const organization = await withUsers(3);
  const { ids } = await page(organization, 1, 20);
  expect((await organization.directory.send("DELETE", `/Users/${ids[1]}`)).status).toBe(204);
  const after = await page(organization, 1, 20);
  expect(after.ids).toEqual([ids[0], ids[2], ids[3]]);
  expect(after.totalResults).toBe(3);
});

test("a filter has pages of its own", async () => {
  const organization = await withUsers(9);
  const filter = "&filter=displayName%20sw%20%22Person%22";
  const first = await page(organization, 1, 4, filter);
  const last = await page(organization, 9, 4, filter);
  expect(first).toMatchObject({ totalResults: 9, itemsPerPage: 4 });
  expect(last).toMatchObject({ totalResults: 9, itemsPerPage: 1, startIndex: 9 });
  expect(await page(organization, 10, 4, filter)).toMatchObject({
    totalResults: 9,
    itemsPerPage: 0,
    Resources: [],
  });
});

test("no page is larger than the limit, and one of no stated size has the usual one", async () => {
  const organization = await withUsers(24);
  expect((await page(organization, 1, 1_000)).itemsPerPage).toBe(20);
  const { body } = await organization.directory.send("GET", "/Users");
  expect(body).toMatchObject({ totalResults: 25, startIndex: 1, itemsPerPage: 7 });
  const { body: config } = await organization.directory.send("GET", "/ServiceProviderConfig");
  expect(config.filter.maxResults).toBe(20);
});
