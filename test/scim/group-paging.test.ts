/** Lists of groups: pages that hold every group once, and members that come with each. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { schemas } from "../support/scim-client.ts";
import { idsOf, makeGroup, makeUsers } from "./groups.ts";

type Listed = { readonly id: string; readonly displayName: string; readonly members: { value: string }[] };

let house: House;
beforeAll(async () => {
  house = await openHouse({ environment: { PAGE_MAX: "5", PAGE_DEFAULT: "3" } });
});
afterAll(() => house.close());

async function withGroups(count: number) {
  const organization = await openOrganization(house);
  const people = await makeUsers(organization, "ada", "bob", "eve");
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1)
    ids.push(await makeGroup(organization, `Group ${index}`, people.slice(0, index % 4)));
  return { organization, people, ids };
}

async function list({ directory }: TestOrganization, query = "") {
  const { status, body } = await directory.send("GET", `/Groups?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  const groups: Listed[] = body.Resources;
  return { body, groups, ids: groups.map(({ id }) => id) };
}

test("a list shows each group with the members that it has, as a GET of it does", async () => {
  const { organization, people, ids } = await withGroups(5);
  const { body, groups } = await list(organization, "count=5");
  expect(body).toMatchObject({ schemas: [schemas.list], totalResults: 5, startIndex: 1, itemsPerPage: 5 });
  for (const [index, id] of ids.entries()) {
    expect(groups[index]).toEqual((await organization.directory.send("GET", `/Groups/${id}`)).body);
    expect(idsOf(groups[index]?.members ?? [])).toEqual(people.slice(0, index % 4).toSorted());
  }
});

test("a list without members has the same groups in the same order", async () => {
  const { organization, ids } = await withGroups(4);
  const { body, groups } = await list(organization, "count=4&excludedAttributes=members");
  expect(groups.map(({ id }) => id)).toEqual(ids);
  expect(body).toMatchObject({ totalResults: 4, startIndex: 1, itemsPerPage: 4 });
  for (const group of groups) expect(group).not.toHaveProperty("members");
});

test("an organization without groups has an empty list, with members or without", async () => {
  const organization = await openOrganization(house);
  for (const query of ["", "excludedAttributes=members"]) {
    const { body } = await list(organization, query);
    expect(body).toEqual({
      schemas: [schemas.list],
      totalResults: 0,
      startIndex: 1,
      itemsPerPage: 0,
      Resources: [],
    });
  }
});

test("pages hold every group once, and tell where they are in the whole", async () => {
  const { organization, ids } = await withGroups(7);
  for (const more of ["", "&excludedAttributes=members"]) {
    const seen: string[] = [];
    for (const startIndex of [1, 4, 7, 8, 20]) {
      const page = await list(organization, `startIndex=${startIndex}&count=3${more}`);
      const itemsPerPage = Math.max(0, Math.min(3, 7 - startIndex + 1));
      expect(page.body).toMatchObject({ totalResults: 7, startIndex, itemsPerPage });
      expect(page.ids).toHaveLength(itemsPerPage);
      seen.push(...page.ids);
    }
    expect(seen).toEqual(ids);
  }
});

test("no page is larger than the limit, one of no stated size has the usual one, and one of none has the count", async () => {
  const { organization } = await withGroups(7);
  expect((await list(organization, "count=1000")).body).toMatchObject({ totalResults: 7, itemsPerPage: 5 });
  expect((await list(organization)).body).toMatchObject({ totalResults: 7, itemsPerPage: 3 });
  for (const count of [0, -1])
    expect((await list(organization, `count=${count}`)).body).toMatchObject({
      totalResults: 7,
      itemsPerPage: 0,
      Resources: [],
    });
});

test("a group that is changed or removed moves no other", async () => {
  const { organization, ids, people } = await withGroups(4);
  const [first = "", second = "", third = "", fourth = ""] = ids;
  const body = { schemas: [schemas.group], displayName: "AAA", members: people.map((value) => ({ value })) };
  expect((await organization.directory.send("PUT", `/Groups/${fourth}`, body)).status).toBe(200);
  expect((await organization.directory.send("DELETE", `/Groups/${second}`)).status).toBe(204);
  const page = await list(organization, "count=5");
  expect(page.ids).toEqual([first, third, fourth]);
  expect(page.body.totalResults).toBe(3);
});

test("a filter by member has pages of its own", async () => {
  const { organization, ids, people } = await withGroups(8);
  const filter = `filter=${encodeURIComponent(`members eq "${people[1]}"`)}`;
  const first = await list(organization, `${filter}&count=3`);
  const last = await list(organization, `${filter}&count=3&startIndex=4`);
  expect([...first.ids, ...last.ids]).toEqual([2, 3, 6, 7].map((index) => ids[index]));
  expect(first.body).toMatchObject({ totalResults: 4, itemsPerPage: 3 });
  expect(last.body).toMatchObject({ totalResults: 4, itemsPerPage: 1, startIndex: 4 });
});
