/**
 * Searches (RFC 7644 §3.4.3): what a GET of a list says in its query, said in a body; and both types at the root.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { schemas } from "../support/scim-client.ts";
import { makeGroup } from "./groups.ts";
import { list, search, searchRequest, stock } from "./lists.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
/** Three people beside the owner, and two groups. */
let people: string[];
let groups: string[];
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);

beforeAll(async () => {
  house = await openHouse({ environment: { BODY_MAX_BYTES: "20000" } });
  organization = await openOrganization(house);
  people = await stock(
    house,
    organization,
    ["Ada", "Bob", "Eve"].map((displayName) => ({
      displayName,
      title: "T",
      name: { givenName: displayName, familyName: "Family" },
      emails: [{ value: `${displayName}@x.example`, type: "work", primary: true }],
      enterprise: { department: "Engines", manager: { value: "m" } },
    })),
  );
  groups = [
    await makeGroup(organization, "Ada's", people.slice(0, 2)),
    await makeGroup(organization, "Empty"),
  ];
});
afterAll(() => house.close());

describe("a search finds what a GET finds", () => {
  const table: [path: string, parameters: Record<string, string | number>][] = [
    ["/Users", {}],
    ["/Users", { filter: 'displayName sw "a" or title eq "t"', count: 2 }],
    [
      "/Users",
      { sortBy: "displayName", sortOrder: "descending", startIndex: 2, count: 2, attributes: "displayName" },
    ],
    ["/Groups", { filter: 'displayName eq "empty"' }],
    ["/Groups", { excludedAttributes: "members" }],
    ["", { filter: 'displayName co "a"', attributes: "displayName,userName" }],
  ];
  for (const [path, parameters] of table) {
    test(`${path}/.search ${JSON.stringify(parameters)}`, async () => {
      const found = await search(organization, path, parameters);
      expect(found.body).toEqual((await list(organization, path || "/", parameters)).body);
      expect(found.body.totalResults).toBeGreaterThan(0);
      const texts = Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [name, String(value)]),
      );
      expect((await search(organization, path, texts)).body).toEqual(found.body);
    });
  }

  test("attributes are named in a list", async () => {
    const { body } = await search(organization, "/Users", {
      filter: `id eq "${people[0]}"`,
      attributes: ["userName", "name.givenName", `${schemas.enterprise}:department`],
    });
    expect(body.Resources).toEqual([
      {
        schemas: [schemas.user, schemas.enterprise],
        id: people[0],
        userName: organization.address("p0"),
        name: { givenName: "Ada" },
        [schemas.enterprise]: { department: "Engines" },
      },
    ]);
  });

  test("a filter may be longer than a URL can be", async () => {
    const filter = Array.from({ length: 150 }, (_, index) => `userName eq "${"ü".repeat(30)}${index}"`)
      .concat(`id eq "${people[1]}"`)
      .join(" or ");
    expect(filter.length).toBeGreaterThan(6_000);
    expect((await search(organization, "/Users", { filter })).ids).toEqual([people[1]]);
  });
});

describe("a search that is wrong", () => {
  test("a body that is none, or of another schema, is 400 invalidSyntax", async () => {
    for (const path of ["/Users/.search", "/Groups/.search", "/.search"])
      for (const body of ["", "{", "null", "[]", "{}", { filter: "title pr" }, { schemas: [schemas.patch] }])
        expectProblem(await send("POST", path, body), 400, "invalidSyntax");
  });

  const wrong: [parameters: Record<string, unknown>, scimType: string, detail: RegExp][] = [
    [{ attributes: ["title"], excludedAttributes: ["name"] }, "invalidValue", /not both/],
    [{ count: "many" }, "invalidValue", /^count must/],
    [{ startIndex: 1.5 }, "invalidValue", /^startIndex must/],
    [{ sortOrder: "up", sortBy: "title" }, "invalidValue", /^sortOrder must/],
    [{ sortBy: "eyeColor" }, "invalidValue", /eyeColor/],
    [{ filter: 7 }, "invalidValue", /^filter must/],
    [{ filter: 'eyeColor eq "x"' }, "invalidFilter", /eyeColor/],
    [{ filter: "" }, "invalidFilter", /filter/],
    [{ cursor: "x" }, "invalidCursor", /cursor/],
  ];
  for (const [parameters, scimType, detail] of wrong) {
    test(JSON.stringify(parameters), async () => {
      for (const path of ["/Users/.search", "/Groups/.search", "/.search"]) {
        const answer = await send("POST", path, { schemas: [searchRequest], ...parameters });
        expectProblem(answer, 400, scimType);
        expect(answer.body.detail).toMatch(detail);
      }
    });
  }

  test("a body that is too large is 413, one of another kind 415, another method 405", async () => {
    const large = { schemas: [searchRequest], filter: `title eq "${"x".repeat(20_000)}"` };
    for (const path of ["/Users/.search", "/Groups/.search", "/.search"]) {
      expectProblem(await send("POST", path, large), 413);
      expectProblem(
        await send("POST", path, "x=y", { "Content-Type": "application/x-www-form-urlencoded" }),
        415,
      );
    }
    expectProblem(await send("GET", "/.search"), 405);
    expectProblem(await send("POST", "/", { schemas: [searchRequest] }), 405);
  });
});

describe("at the root, users and groups are found together (RFC 7644 §3.4.2.1)", () => {
  const everybody = async () => [...(await list(organization, "/Users")).ids, ...groups];
  const found = async (filter: string) => {
    const searched = await search(organization, "", { filter });
    expect((await list(organization, "/", { filter })).body).toEqual(searched.body);
    expect(searched.body.totalResults).toBe(searched.ids.length);
    return searched.ids;
  };

  test("with or without a slash, all of them, each as it is in the list of its type", async () => {
    for (const path of ["/", ""]) {
      const { ids, body } = await list(organization, path);
      expect(ids).toEqual(await everybody());
      expect(body).toMatchObject({
        schemas: [schemas.list],
        totalResults: 6,
        startIndex: 1,
        itemsPerPage: 6,
      });
    }
    const { body: users } = await list(organization, "/Users");
    const { body: those } = await list(organization, "/Groups");
    expect((await search(organization, "")).body.Resources).toEqual([...users.Resources, ...those.Resources]);
  });

  test("pages by index go through both, wherever one ends", async () => {
    const all = await everybody();
    for (const filter of [undefined, "id pr", 'meta.version sw "W"'])
      for (let startIndex = 1; startIndex <= 8; startIndex += 1)
        for (const count of [0, 1, 2, 6]) {
          const page = await list(organization, "/", { startIndex, count, ...(filter && { filter }) });
          expect(page.ids).toEqual(all.slice(startIndex - 1, startIndex - 1 + count));
          expect(page.body).toMatchObject({ totalResults: 6, startIndex });
        }
  });

  test("by what both have, by what one type has, by the type", async () => {
    expect(await found('displayName sw "ada"')).toEqual([people[0], groups[0]]);
    expect(await found('userName co "p1@"')).toEqual([people[1]]);
    expect(await found('emails[type eq "work" and value co "bob"]')).toEqual([people[1]]);
    expect(await found(`members.value eq "${people[0]}"`)).toEqual([groups[0]]);
    expect(await found("members pr")).toEqual([groups[0]]);
    expect(await found(`groups.value eq "${groups[0]}"`)).toEqual(people.slice(0, 2));
    expect(await found('meta.resourceType eq "Group"')).toEqual(groups);
    expect(await found('meta.resourceType eq "Group" and userName pr')).toEqual([]);
    expect(await found('meta.resourceType eq "User" and title gt "s"')).toEqual(people);
    expect(await found(`schemas eq "${schemas.group}"`)).toEqual(groups);
    expect(await found(`${schemas.enterprise}:department eq "engines"`)).toEqual(people);
    expect(await found(`${schemas.group}:displayName sw "ada"`)).toEqual([groups[0]]);
    expect(await found('userName co "p1@" or displayName eq "Empty"')).toEqual([people[1], groups[1]]);
  });

  test("an attribute that a type does not have is unassigned there (RFC 7644 §3.4.2.1)", async () => {
    expect(await found("not (userName pr)")).toEqual(groups);
    expect(await found('title ne "t"')).toEqual([(await everybody())[0], ...groups]);
    expect(await found("members eq null and title pr")).toEqual(people);
  });

  test("an attribute that no type has is 400 invalidFilter, and one of the other type is where only one is asked", async () => {
    const wrong: [path: string, filter: string][] = [
      ["", 'eyeColor eq "blue"'],
      ["", 'userName eq "x" and eyeColor pr'],
      ["/Groups", 'userName eq "x"'],
      ["/Users", "members pr"],
    ];
    for (const [path, filter] of wrong)
      expectProblem(
        await send("POST", `${path}/.search`, { schemas: [searchRequest], filter }),
        400,
        "invalidFilter",
      );
  });
});

describe("what is shown (RFC 7644 §3.9)", () => {
  test("attributes by any legal name, in both types, and always the id and the schemas", async () => {
    const filter = `id eq "${people[0]}" or id eq "${groups[0]}"`;
    const shown = async (more: Record<string, unknown>) =>
      (await search(organization, "", { filter, ...more })).body.Resources;
    const [user, group] = await shown({});
    const bare = [
      { schemas: user.schemas, id: people[0] },
      { schemas: group.schemas, id: groups[0] },
    ];
    const { displayName } = user;
    const names = ["DISPLAYNAME", `${schemas.user}:displayName,${schemas.group}:displayname`];
    for (const attributes of names)
      expect(await shown({ attributes })).toEqual([
        { ...bare[0], displayName },
        { ...bare[1], displayName: group.displayName },
      ]);
    expect(await shown({ attributes: `${schemas.user}:displayName` })).toEqual([
      { ...bare[0], displayName },
      bare[1],
    ]);
    expect(await shown({ attributes: ["members.value", "emails.VALUE"] })).toEqual([
      { ...bare[0], emails: [{ value: "Ada@x.example" }] },
      { ...bare[1], members: group.members.map(({ value }: { value: string }) => ({ value })) },
    ]);
    expect(await shown({ attributes: "unknown" })).toEqual(bare);
    expect(await shown({ attributes: "meta.resourceType" })).toEqual([
      { ...bare[0], meta: { resourceType: "User" } },
      { ...bare[1], meta: { resourceType: "Group" } },
    ]);
    const { emails: _, groups: __, ...userRest } = user;
    const { members: ___, ...groupRest } = group;
    expect(
      await shown({ excludedAttributes: ["EMAILS", "id", "schemas", `${schemas.user}:groups`, "Members"] }),
    ).toEqual([userRest, groupRest]);
  });
});
