/**
 * Pages by cursor (RFC 9865): who is there all the time comes exactly once, whatever is written meanwhile.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rotateKey } from "../../api/organization/directory/keys.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf, type ScimClient, schemas, scimClient } from "../support/scim-client.ts";
import { makeGroup } from "./groups.ts";
import { goThrough, idsOn, list, search, searchRequest, stock } from "./lists.ts";
import { expectProblem } from "./problem.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ environment: { PAGE_MAX: "20", PAGE_DEFAULT: "7" } });
});
afterAll(() => house.close());

/** An organization of so many people beside its owner. */
async function crowdOf(size: number) {
  const organization = await openOrganization(house);
  const ids = await stock(
    house,
    organization,
    Array.from({ length: size }, (_, index) => ({
      displayName: `Person ${(index * 7) % 10}`,
      title: "t",
      externalId: `x${index}`,
    })),
  );
  return { organization, ids };
}

describe("page after page, everybody comes once", () => {
  const ways: [what: string, parameters: Record<string, string>][] = [
    ["by age", {}],
    ["with a filter that the database decides", { filter: 'title eq "T"' }],
    ["with one that it does not", { filter: 'title gt "s"' }],
    ["by userName", { sortBy: "userName" }],
    ["by userName, backwards", { sortBy: "userName", sortOrder: "descending" }],
    [
      "by userName, with a filter that the database does not decide",
      { sortBy: "userName", filter: 'title gt "s"' },
    ],
    ["by id, backwards", { sortBy: "id", sortOrder: "descending" }],
    ["by displayName, with ties", { sortBy: "displayName" }],
    ["by displayName, with ties, backwards", { sortBy: "displayName", sortOrder: "descending" }],
    ["by what nobody has", { sortBy: "nickName", sortOrder: "descending" }],
  ];
  for (const [what, parameters] of ways) {
    test(`${what}, while some are added, changed and removed`, async () => {
      const { organization, ids } = await crowdOf(24);
      const { directory, address } = organization;
      const removed = new Set<string>();
      const pages = await goThrough(
        organization,
        "/Users",
        { ...parameters, count: 4 },
        async (page, number) => {
          const more = { title: "t", displayName: `Person ${number}` };
          const made = await directory.send("POST", "/Users", entraUser(address(`new${number}`), more));
          expect(made.status).toBe(201);
          const changed = patchOf({ op: "add", path: "preferredLanguage", value: `l${number}` });
          const left = ids.filter((id) => !removed.has(id));
          const stays = left[(number * 3) % left.length];
          expect((await directory.send("PATCH", `/Users/${stays}`, changed)).status).toBe(200);
          // Where this page ended, and further on.
          for (const id of [page.ids.at(-1), ids[23 - number]])
            if (id && ids.includes(id) && !removed.has(id)) {
              expect((await directory.send("DELETE", `/Users/${id}`)).status).toBe(204);
              removed.add(id);
            }
        },
      );
      const seen = idsOn(pages);
      expect(new Set(seen).size).toBe(seen.length);
      for (const id of ids.filter((one) => !removed.has(one))) expect(seen).toContain(id);
      expect(removed.size).toBeGreaterThan(4);
    });
  }

  test("users and groups at the root, also where a page ends between them", async () => {
    const organization = await openOrganization(house);
    for (const name of ["one", "two", "three", "four"]) await makeGroup(organization, name);
    // Whoever comes later is listed with the type nonetheless, by whatever way the list is gone through.
    await stock(house, organization, Array(5).fill({}));
    const whole = (await list(organization, "/")).body.totalResults;
    expect(whole).toBe(10);
    const { ids } = await list(organization, "/", { count: 20 });
    for (const count of [1, 2, 3, 5, 6, 7, 10])
      for (const more of [{}, { filter: 'meta.version sw "W"' }]) {
        const pages = await goThrough(organization, "/", { count, ...more });
        expect(idsOn(pages)).toEqual(ids);
        expect(pages).toHaveLength(Math.ceil(10 / count));
        for (const { body } of pages) expect(body.totalResults).toBe(10);
      }
    const sorted = await goThrough(organization, "/", {
      count: 3,
      sortBy: "displayName",
      sortOrder: "descending",
    });
    expect(new Set(idsOn(sorted))).toEqual(new Set(ids));
    expect(idsOn(sorted)).toHaveLength(10);
  });

  test("a filter that the database decides only for a while", async () => {
    const { organization, ids } = await crowdOf(12);
    const group = await makeGroup(organization, "Group");
    const filter = `not (groups eq "${group}") or title gt "s"`;
    for (const [op, found] of [
      ["add", ids],
      ["remove", ids],
    ] as const) {
      const pages = await goThrough(
        organization,
        "/Users",
        { filter, sortBy: "userName", sortOrder: "descending", count: 5 },
        async () => {
          const path = op === "add" ? "members" : `members[value eq "${ids[0]}"]`;
          const change = patchOf({ op, path, ...(op === "add" && { value: [{ value: ids[0] }] }) });
          expect(
            (await organization.directory.send("PATCH", `/Groups/${group}`, change)).status,
          ).toBeLessThan(300);
        },
      );
      expect(
        idsOn(pages)
          .filter((id) => found.includes(id))
          .toSorted(),
      ).toEqual(found);
    }
  });
});

test("what a page tells: all but the last name the next one, and none has a startIndex", async () => {
  const { organization } = await crowdOf(9);
  const first = (await organization.directory.send("GET", "/Users?cursor&count=4")).body;
  expect(first).toEqual({
    schemas: [schemas.list],
    totalResults: 10,
    itemsPerPage: 4,
    nextCursor: expect.stringMatching(/^[A-Za-z0-9._~-]+$/),
    Resources: expect.any(Array),
  });
  const pages = await goThrough(organization, "/Users", { count: 4 });
  expect(pages.map(({ body }) => [body.itemsPerPage, "nextCursor" in body])).toEqual([
    [4, true],
    [4, true],
    [2, false],
  ]);
  for (const { body } of pages) expect(body).not.toHaveProperty("startIndex");
  expect((await list(organization, "/Users", { count: 4 })).body).not.toHaveProperty("nextCursor");
});

test("a page that takes the last is the last, also where it is full", async () => {
  const { organization } = await crowdOf(9);
  for (const more of [{}, { sortBy: "displayName" }, { sortBy: "userName" }])
    for (const [count, pages] of [
      [10, 1],
      [5, 2],
      [20, 1],
      [1_000, 1],
    ] as const)
      expect(await goThrough(organization, "/Users", { ...more, count })).toHaveLength(pages);
});

test("no page is larger than the limit; without a count it is the usual one; with none, only the total", async () => {
  const { organization } = await crowdOf(24);
  const sizes = async (count?: number) =>
    (await goThrough(organization, "/Users", count === undefined ? {} : { count })).map(
      ({ ids }) => ids.length,
    );
  expect(await sizes(1_000)).toEqual([20, 5]);
  expect(await sizes()).toEqual([7, 7, 7, 4]);
  for (const count of [0, -1]) {
    const { body } = await list(organization, "/Users", { cursor: "", count });
    expect(body).toMatchObject({ totalResults: 25, itemsPerPage: 0, Resources: [] });
  }
  const nobody = await list(organization, "/Users", { cursor: "", filter: 'title eq "nobody"' });
  expect(nobody.body).toMatchObject({ totalResults: 0, Resources: [] });
  expect(nobody.body).not.toHaveProperty("nextCursor");
});

test("a search goes on by the cursor in its body, with other attributes and another count at will", async () => {
  const { organization } = await crowdOf(9);
  const whole = (await list(organization, "/Users", { filter: "title pr", count: 20 })).ids;
  const first = await search(organization, "/Users", { filter: "title pr", cursor: "", count: 4 });
  const { nextCursor: cursor } = first.body;
  const second = await search(organization, "/Users", {
    filter: "title pr",
    cursor,
    count: 20,
    attributes: ["title"],
  });
  expect([...first.ids, ...second.ids]).toEqual(whole);
  expect(Object.keys(second.body.Resources[0]).toSorted()).toEqual(["id", "schemas", "title"]);
});

describe("a cursor is good for its own list only: else 400 invalidCursor, and no data", () => {
  let organization: TestOrganization;
  let cursor: string;
  beforeAll(async () => {
    ({ organization } = await crowdOf(9));
    await makeGroup(organization, "Group");
    const { body } = await list(organization, "/Users", { cursor: "", count: 3 });
    cursor = body.nextCursor;
  });

  async function refuses(client: ScimClient, path: string, more: Record<string, string> = {}): Promise<void> {
    const query = new URLSearchParams({ cursor, count: "3", ...more });
    const answer = await client.send("GET", `${path}?${query}`);
    expectProblem(answer, 400, "invalidCursor");
    expect(answer.body.detail).toMatch(/nextCursor/);
  }

  test("another filter, order, endpoint", async () => {
    await refuses(organization.directory, "/Users", { filter: "title pr" });
    await refuses(organization.directory, "/Users", { sortBy: "userName" });
    await refuses(organization.directory, "/Users", { sortBy: "displayName" });
    await refuses(organization.directory, "/Groups");
    await refuses(organization.directory, "/");
    expect((await list(organization, "/Users", { cursor, count: 3 })).ids).toHaveLength(3);
  });

  test("one that nobody made, or that was changed", async () => {
    for (const made of [
      "x",
      "1",
      "%",
      "é",
      "VZUTiyhEQJ94IR",
      "null",
      `${cursor}=`,
      cursor.slice(1),
      "A".repeat(5_000),
    ])
      await refuses(organization.directory, "/Users", { cursor: made });
    const body = { schemas: [searchRequest], cursor: "x".repeat(100_000) };
    expectProblem(await organization.directory.send("POST", "/Users/.search", body), 400, "invalidCursor");
  });

  test("another organization's, in the same words as one that nobody made", async () => {
    const { organization: other } = await crowdOf(9);
    await refuses(other.directory, "/Users");
    const theirs = await other.directory.send("GET", `/Users?cursor=${cursor}`);
    expect(theirs.body).toEqual((await other.directory.send("GET", "/Users?cursor=x")).body);
  });

  test("another key's, of the same organization", async () => {
    const { scimKey } = await rotateKey(house.deps, organization.id, 60_000);
    const other = scimClient(organization.directory.url, scimKey);
    await expect.poll(async () => (await other.send("GET", "/Users")).status).toBe(200);
    await refuses(other, "/Users");
  });
});
