/**
 * Pages far down in large lists: they are exact, whatever was asked for before; and what would take too long is
 * refused (RFC 7644 §3.4.2.4, §3.12).
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshGroup } from "../../shared/store/groups.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";
import { list, search, searchRequest, stock } from "./lists.ts";
import { expectProblem } from "./problem.ts";

const size = 3_300;
const beyond = 999_999_999_999_999;

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function largeOrganization(where: House): Promise<{ organization: TestOrganization; ids: string[] }> {
  const organization = await openOrganization(where);
  const [owner] = await where.deps.store.members.find({ organization: organization.id }).toArray();
  const people = await stock(
    where,
    organization,
    Array.from({ length: size - 1 }, (_, index) => ({ title: `t${index % 3}` })),
  );
  return { organization, ids: [owner?._id ?? "", ...people] };
}

/** Expects pages at places in any order to be those parts of the list. */
async function expectPages(
  organization: TestOrganization,
  path: string,
  ids: readonly string[],
): Promise<void> {
  const places = [
    2_500,
    1,
    999,
    1_000,
    1_001,
    3_001,
    2_000,
    2_001,
    1_998,
    ids.length - 1,
    ids.length,
    ids.length + 1,
  ];
  for (const startIndex of [...places, beyond, 2_500])
    for (const count of [2, 1]) {
      const page = await list(organization, path, { startIndex, count, attributes: "id" });
      expect(page.ids, `${startIndex}`).toEqual(ids.slice(startIndex - 1, startIndex - 1 + count));
      expect(page.body).toMatchObject({ totalResults: ids.length, startIndex });
    }
}

describe("users", () => {
  let organization: TestOrganization;
  let ids: string[];
  beforeAll(async () => {
    ({ organization, ids } = await largeOrganization(house));
  });

  test("pages are exact, asked for in any order", async () => expectPages(organization, "/Users", ids));

  test("and after one of the first was removed, and one was added", async () => {
    for (const place of [500, 2_100]) {
      await list(organization, "/Users", { startIndex: 3_000, count: 5 });
      expect((await organization.directory.send("DELETE", `/Users/${ids[place]}`)).status).toBe(204);
      ids.splice(place, 1);
      await expectPages(organization, "/Users", ids);
    }
    const made = await organization.directory.send("POST", "/Users", entraUser(organization.address("new")));
    ids.push(made.body.id);
    await expectPages(organization, "/Users", ids);
  });

  test("and while others remove", async () => {
    const going = ids.slice(100, 160);
    const startIndexes = [2_900, 3_100, 1_500, 2_500];
    await Promise.all([
      ...going.map((id) => organization.directory.send("DELETE", `/Users/${id}`)),
      ...Array.from({ length: 60 }, (_, index) =>
        list(organization, "/Users", {
          startIndex: startIndexes[index % 4] ?? 1,
          count: 3,
          attributes: "id",
        }),
      ),
    ]);
    ids.splice(100, 60);
    await expectPages(organization, "/Users", ids);
  });

  test("from page to page everybody comes once", async () => {
    const seen: string[] = [];
    for (let startIndex = 1; startIndex <= ids.length; startIndex += 700)
      seen.push(...(await list(organization, "/Users", { startIndex, count: 700, attributes: "id" })).ids);
    expect(seen).toEqual(ids);
  });

  test("with a filter and an order of their own", async () => {
    const people = await organization.directory.send("GET", '/Users?count=0&filter=title eq "t1"');
    const { totalResults } = people.body;
    for (const more of [
      { filter: 'title eq "t1"' },
      { filter: 'title ge "t1" and title lt "t2"', sortBy: "title" },
    ]) {
      const page = await list(organization, "/Users", {
        ...more,
        startIndex: 1_050,
        count: 1_000,
        attributes: "id",
      });
      expect(page.body).toMatchObject({
        totalResults,
        startIndex: 1_050,
        itemsPerPage: totalResults - 1_049,
      });
      const past = await list(organization, "/Users", { ...more, startIndex: beyond });
      expect(past.body).toMatchObject({ totalResults, startIndex: beyond, itemsPerPage: 0 });
    }
  });

  test("numbers as numbers and as texts in a search", async () => {
    for (const startIndex of [2_001, "2001"])
      expect((await search(organization, "/Users", { startIndex, count: 2 })).ids).toEqual(
        ids.slice(2_000, 2_002),
      );
    for (const startIndex of [beyond, String(beyond), Number.MAX_SAFE_INTEGER])
      expect((await search(organization, "/Users", { startIndex, count: "5" })).body).toMatchObject({
        totalResults: ids.length,
        startIndex: Number(startIndex),
        itemsPerPage: 0,
        Resources: [],
      });
  });

  test("at the root they are followed by the groups", async () => {
    const { newId, now, store } = house.deps;
    const groups = Array.from({ length: 1_200 }, () => newId()).toSorted();
    await store.groups.insertMany(
      groups.map((_id, index) => {
        const { pending: _pending, ...group } = freshGroup({
          _id,
          organization: organization.id,
          attributes: { displayName: `Group ${index}` },
          origin: "directory",
          by: { kind: "system" },
          at: now(),
        });
        return group;
      }),
    );
    await expectPages(organization, "/", [...ids, ...groups]);
    await expectPages(organization, "/Groups", groups);
    expect((await organization.directory.send("DELETE", `/Groups/${groups[20]}`)).status).toBe(204);
    groups.splice(20, 1);
    await expectPages(organization, "/", [...ids, ...groups]);
  });
});

describe("what takes longer to look at than it may", () => {
  let impatient: House;
  beforeAll(async () => {
    impatient = await openHouse({ environment: { FILTER_MAX_MS: "1" }, worker: false });
  });
  afterAll(() => impatient.close());

  test("is 400 tooMany, with a way out, and never a failure of the server", async () => {
    const { organization } = await largeOrganization(impatient);
    const slow = [
      { filter: 'title gt "t"' },
      { filter: 'title gt "zz"' },
      { filter: 'meta.version co "x" or not (title gt "t0")' },
      { sortBy: "displayName" },
      { sortBy: "meta.created", cursor: "" },
    ];
    for (const parameters of slow)
      for (const path of ["/Users/.search", "/.search"]) {
        const body = { schemas: [searchRequest], count: 1, ...parameters };
        const answer = await organization.directory.send("POST", path, body);
        expectProblem(answer, 400, "tooMany");
        expect(answer.body.detail).toMatch(/userName, externalId or an e-mail address/);
      }
    for (const query of [
      "",
      "startIndex=3000",
      'filter=userName eq "x"',
      "sortBy=userName",
      "filter=title co t",
    ]) {
      const { status, body } = await organization.directory.send("GET", `/Users?count=1&${query}`);
      expect([200, 400], JSON.stringify(body)).toContain(status);
    }
  });
});
