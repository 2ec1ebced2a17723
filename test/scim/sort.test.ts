/**
 * Lists in an order that the client names (RFC 7644 §3.4.2.3).
 */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { declareSchema } from "../../api/organization/settings/schemas.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization } from "../support/organization.ts";
import { patchOf, schemas } from "../support/scim-client.ts";
import { makeGroup } from "./groups.ts";
import { goThrough, idsOn, list, type Person, search, stock } from "./lists.ts";
import { expectProblem } from "./problem.ts";

const custom = "urn:example:params:scim:schemas:extension:sorted:2.0:User";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** An organization of some people; its owner, who has none of what they have, is left out of the answers. */
async function crowdOf(people: readonly Person[]) {
  const organization = await openOrganization(house);
  const ids = await stock(house, organization, people);
  const places = (found: readonly string[]) => found.map((id) => ids.indexOf(id)).filter((at) => at >= 0);
  return { organization, ids, places };
}

/** The order in which people come, by their places in the list of them. */
async function order(people: readonly Person[], sortBy: string, sortOrder?: string): Promise<number[]> {
  const { organization, places } = await crowdOf(people);
  return places((await list(organization, "/Users", { sortBy, ...(sortOrder && { sortOrder }) })).ids);
}

describe("the attribute's type says what comes first", () => {
  const emails = (...values: [value: string, isPrimary?: true][]): Person => ({
    emails: values.map(([value, primary]) => ({ value, ...(primary && { primary }) })),
  });
  const names = ["b", "A", "a2", "B2"].map((name): Person => ({ displayName: name }));
  const table: [what: string, people: readonly Person[], sortBy: string, ascending: number[]][] = [
    ["text whose case does not count", names, "displayName", [1, 2, 0, 3]],
    [
      "text whose case counts",
      ["b", "A", "a2", "B2"].map((externalId) => ({ externalId })),
      "externalId",
      [1, 3, 2, 0],
    ],
    ["a userName", ["C", "a", "B"].map((userName) => ({ userName })), "userName", [1, 2, 0]],
    ["a boolean", [true, false, true].map((active) => ({ active })), "active", [1, 0, 2]],
    [
      "a sub-attribute",
      ["Young", "adams", "Baker"].map((familyName) => ({ name: { familyName } })),
      "name.familyName",
      [1, 2, 0],
    ],
    [
      "a multi-valued attribute: the primary value, else the first",
      [
        emails(["z@x"], ["b@x", true]),
        emails(["c@x"], ["a@x"]),
        emails(["a@x", true], ["y@x"]),
        emails(["d@x"]),
      ],
      "emails",
      [2, 0, 1, 3],
    ],
    [
      "a part of a multi-valued attribute: that of the primary value",
      [
        {
          emails: [
            { value: "1", type: "work" },
            { value: "2", type: "home", primary: true },
          ],
        },
        { emails: [{ value: "1", type: "other" }] },
        { emails: [{ value: "1", type: "Aunt" }] },
      ],
      "emails.type",
      [2, 0, 1],
    ],
    [
      "a complex attribute: its value",
      ["m2", "m1", "M3"].map((value) => ({ enterprise: { manager: { value } } })),
      "manager",
      [2, 1, 0],
    ],
  ];
  for (const [what, people, sortBy, ascending] of table) {
    test(what, async () => {
      expect(await order(people, sortBy)).toEqual(ascending);
      expect(await order(people, sortBy, "ascending")).toEqual(ascending);
      expect(await order(people, sortBy, "descending")).toEqual(
        ascending.toReversed().sort(tied(people, sortBy)),
      );
    });
  }

  /** Booleans tie, and who ties stays in the order of age. */
  function tied(people: readonly Person[], sortBy: string) {
    return (left: number, right: number) =>
      sortBy === "active" && people[left]?.active === people[right]?.active ? left - right : 0;
  }

  test("numbers and times of a schema of the organization's own: by what they are, not by their text", async () => {
    const organization = await openOrganization(house);
    await declareSchema(house.deps, organization.id, {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
      id: custom,
      name: "Sorted",
      attributes: [
        { name: "level", type: "integer" },
        { name: "rate", type: "decimal" },
        { name: "since", type: "dateTime" },
        { name: "secret", type: "string", returned: "never" },
        {
          name: "vault",
          type: "complex",
          returned: "never",
          subAttributes: [{ name: "word", type: "string" }],
        },
      ].map((attribute) => ({ ...attribute, description: "Sorted by." })),
      resourceType: "User",
    });
    const values = [
      { level: 10, rate: 1.5, since: "2026-01-01T12:00:00+02:00" },
      { level: 9, rate: -2, since: "2026-01-01T11:00:00Z" },
      { level: -1, rate: 10, since: "2026-01-01T09:30:00.5Z" },
    ];
    const ids = await stock(
      house,
      organization,
      values.map((value) => ({ extension_Sorted: value })),
    );
    const sorted = async (name: string) =>
      (await list(organization, "/Users", { sortBy: `${custom}:${name}` })).ids
        .slice(0, 3)
        .map((id) => ids.indexOf(id));
    expect(await sorted("level")).toEqual([2, 1, 0]);
    expect(await sorted("rate")).toEqual([1, 0, 2]);
    expect(await sorted("since")).toEqual([2, 0, 1]);
    // An order tells of a value what its `returned` says nobody may learn (RFC 7643 §7).
    for (const name of ["secret", "vault.word"])
      expectProblem(
        await organization.directory.send("GET", `/Users?sortBy=${custom}:${name}`),
        400,
        "invalidValue",
      );
  });

  test("the times of meta", async () => {
    const { organization, ids, places } = await crowdOf([{}, {}, {}]);
    expect(
      places((await list(organization, "/Users", { sortBy: "meta.created", sortOrder: "descending" })).ids),
    ).toEqual([2, 1, 0]);
    const { status } = await organization.directory.send(
      "PATCH",
      `/Users/${ids[1]}`,
      patchOf({ op: "add", path: "title", value: "Changed" }),
    );
    expect(status).toBe(200);
    const { ids: found } = await list(organization, "/Users", { sortBy: "meta.lastModified" });
    expect(places(found)).toEqual([0, 2, 1]);
    expect(found.at(-1)).toBe(ids[1]);
  });
});

test("an attribute goes by any legal name (RFC 7643 §2.1, RFC 7644 §3.10)", async () => {
  const { organization, places } = await crowdOf(
    ["c", "a", "b"].map((text) => ({ name: { familyName: text }, enterprise: { department: text } })),
  );
  for (const sortBy of [
    "NAME.FamilyName",
    `${schemas.user}:name.familyName`,
    `${schemas.user.toUpperCase()}:name.familyname`,
    `${schemas.enterprise}:department`,
    `${schemas.enterprise.toUpperCase()}:Department`,
  ])
    expect(
      places((await list(organization, "/Users", { sortBy, sortOrder: "Ascending" })).ids),
      sortBy,
    ).toEqual([1, 2, 0]);
});

test("who has no value comes last, and first where the order is descending; who ties comes by age", async () => {
  const people: Person[] = [{}, { title: "b" }, {}, { title: "a" }, { title: "B" }, { title: "A" }];
  expect(await order(people, "title")).toEqual([3, 5, 1, 4, 0, 2]);
  expect(await order(people, "title", "descending")).toEqual([0, 2, 1, 4, 3, 5]);
});

test("a sortOrder without a sortBy changes nothing", async () => {
  const { organization, places } = await crowdOf([{ displayName: "b" }, { displayName: "a" }]);
  expect(places((await list(organization, "/Users", { sortOrder: "descending" })).ids)).toEqual([0, 1]);
});

describe("what cannot be sorted by is 400 invalidValue", () => {
  const table: [query: string, detail: RegExp][] = [
    ["sortBy=eyeColor", /sortBy.*eyeColor/],
    [`sortBy=${schemas.group}:displayName`, /sortBy/],
    ["sortBy=name", /name.*parts/],
    ["sortBy=addresses", /addresses.*parts/],
    ["sortBy=meta", /meta.*parts/],
    [`sortBy=${schemas.enterprise}`, /urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/],
    ["sortBy=groups", /groups cannot be sorted by.*Name another/],
    ["sortBy=groups.display", /groups.display cannot be sorted by/],
    ['sortBy=emails[type eq "work"].value', /sortBy/],
    ["sortBy=userName,title", /sortBy/],
    ["sortBy=userName&sortOrder=up", /sortOrder must be ascending or descending/],
  ];
  for (const [query, detail] of table) {
    test(query, async () => {
      const { organization } = await crowdOf([]);
      const answer = await organization.directory.send("GET", `/Users?${encodeURI(query)}`);
      expectProblem(answer, 400, "invalidValue");
      expect(answer.body.detail).toMatch(detail);
    });
  }
});

test("groups, by their names and by the directory's", async () => {
  const organization = await openOrganization(house);
  const ids: string[] = [];
  for (const [displayName, externalId] of [
    ["beta", "B"],
    ["Alpha", "a"],
    ["Gamma", "A"],
  ] as const)
    ids.push(await makeGroup(organization, displayName, [], { externalId }));
  const sorted = async (sortBy: string) =>
    (await list(organization, "/Groups", { sortBy })).ids.map((id) => ids.indexOf(id));
  expect(await sorted("displayName")).toEqual([1, 0, 2]);
  expect(await sorted("externalId")).toEqual([2, 0, 1]);
  expectProblem(await organization.directory.send("GET", "/Groups?sortBy=userName"), 400, "invalidValue");
});

test("users and groups together; those of a type without the attribute come last", async () => {
  const { organization, ids } = await crowdOf([{ displayName: "delta" }, { displayName: "Bravo" }]);
  const charlie = await makeGroup(organization, "Charlie");
  const alpha = await makeGroup(organization, "alpha");
  const filter = 'displayName sw "a" or displayName sw "b" or displayName sw "c" or displayName sw "d"';
  const byName = await list(organization, "/", { sortBy: "displayName", filter });
  expect(byName.ids).toEqual([alpha, ids[1], charlie, ids[0]]);
  const byUser = await list(organization, "/", { sortBy: "userName", filter, sortOrder: "ascending" });
  expect(byUser.ids).toEqual([ids[0], ids[1], charlie, alpha]);
  const backwards = await search(organization, "", { sortBy: "userName", filter, sortOrder: "descending" });
  expect(backwards.ids).toEqual([charlie, alpha, ids[1], ids[0]]);
});

describe("an order is the same whatever else is asked for", () => {
  // Between U+E000 and U+FFFF, and beyond: there the order of code points is not that of UTF-16.
  const texts = ["b", "～", "A", "😀", "é", "\ue000", "a2"];
  const people = texts.map(
    (text, index): Person => ({ userName: text, displayName: text, title: `t${index}` }),
  );
  const ways: [what: string, filter: string | undefined][] = [
    ["without a filter", undefined],
    ["with a filter that the database decides", 'title sw "t"'],
    ["with one that it does not", 'title gt "s"'],
  ];
  for (const [what, filter] of ways) {
    test(what, async () => {
      const { organization, places } = await crowdOf(people);
      for (const sortOrder of ["ascending", "descending"]) {
        const parameters = { sortBy: "userName", sortOrder, ...(filter && { filter }) };
        const whole = places((await list(organization, "/Users", parameters)).ids);
        const plain = [...people.keys()].toSorted((left, right) =>
          byCodePoints(texts[left] ?? "", texts[right] ?? ""),
        );
        expect(whole).toEqual(sortOrder === "ascending" ? plain : plain.toReversed());
        expect(places(idsOn(await goThrough(organization, "/Users", { ...parameters, count: 2 })))).toEqual(
          whole,
        );
      }
    });
  }

  function byCodePoints(left: string, right: string): number {
    return Buffer.compare(Buffer.from(left.toLowerCase()), Buffer.from(right.toLowerCase()));
  }
});

test("whatever the values and the pages, everybody comes once, in the order of their values", async () => {
  const text = fc.option(fc.constantFrom("a", "A", "b", "B", "ab", "", "z"), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { maxLength: 12 }),
      fc.constantFrom("title", "nickName"),
      fc.boolean(),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom(undefined, "active eq true", 'id gt ""'),
      async (values, name, descending, count, filter) => {
        const { organization, places } = await crowdOf(
          values.map((value) => (value ? { [name]: value } : {})),
        );
        const parameters = {
          sortBy: name,
          sortOrder: descending ? "descending" : "ascending",
          count,
          ...(filter && { filter }),
        };
        const expected = [...values.keys()].toSorted((left, right) => {
          const [one, other] = [values[left] || "~", values[right] || "~"].map((value) =>
            value.toLowerCase(),
          );
          const difference = one === other ? 0 : String(one) < String(other) ? -1 : 1;
          return descending ? -difference : difference;
        });
        expect(places(idsOn(await goThrough(organization, "/Users", parameters)))).toEqual(expected);
        const byIndex: string[] = [];
        for (let startIndex = 1; startIndex <= values.length + 1; startIndex += count)
          byIndex.push(...(await list(organization, "/Users", { ...parameters, startIndex })).ids);
        expect(places(byIndex)).toEqual(expected);
      },
    ),
    { numRuns: 25 },
  );
});
