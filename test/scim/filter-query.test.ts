/** A filter means the same in MongoDB as in memory, and what directories look people up by is served by an index. */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { readConfig } from "../../shared/config.ts";
import { filterOf, userOf } from "../../shared/scim/arbitrary.ts";
import { ScimError } from "../../shared/scim/error.ts";
import { type Filter, matches } from "../../shared/scim/filter.ts";
import { parseFilter } from "../../shared/scim/filter-parse.ts";
import { type UserAttributes, userType } from "../../shared/scim/user.ts";
import type { Member } from "../../shared/store/documents.ts";
import { memberKeyed, toQuery } from "../../shared/store/filter-query.ts";
import { freshMember } from "../../shared/store/members.ts";
import { openStore, type Store } from "../../shared/store/store.ts";

let store: Store;
beforeAll(async () => {
  const uri = new URL(inject("mongoUri"));
  uri.pathname = `/t${randomUUID().replaceAll("-", "")}`;
  store = await openStore(readConfig({ MONGODB_URI: uri.href, INVITATION_SECRET: randomUUID() }));
});
afterAll(async () => {
  await store.database.dropDatabase();
  await store.client.close();
});

/** Puts users into an organization of their own. */
async function organizationOf(
  users: readonly UserAttributes[],
): Promise<{ organization: string; members: Member[] }> {
  const organization = randomUUID();
  const at = new Date();
  const members = users.map((user, index): Member => {
    // Names are unique in an organization.
    const attributes = { ...user, userName: `${user.userName}#${index}` };
    return freshMember({
      _id: `${organization}.${index}`,
      organization,
      attributes,
      origin: "directory",
      by: { kind: "system" },
      at,
    });
  });
  await store.members.insertMany(members);
  return { organization, members };
}

const searched = { keyed: memberKeyed, resolved: new Map() };

const inMemory = (members: readonly Member[], filter: Filter) =>
  members
    .filter(({ _id, attributes }) => matches(filter, { id: _id, ...attributes }))
    .map(({ attributes }) => attributes);
const inMongo = async (organization: string, filter: Filter) =>
  (
    await store.members
      .find({ $and: [{ organization }, toQuery(filter, searched)] })
      .sort({ createdAt: 1 })
      .toArray()
  ).map(({ attributes }) => attributes);
const byName = (users: readonly UserAttributes[]) =>
  users.toSorted((a, b) => (a.userName < b.userName ? -1 : 1));

async function expectSame(
  { organization, members }: { organization: string; members: Member[] },
  filter: Filter,
) {
  expect(byName(await inMongo(organization, filter))).toEqual(byName(inMemory(members, filter)));
}

/** Whether a filter holds a comparison that a query need not know: texts by order, where case does not count. */
function comparesOrder(filter: Filter): boolean {
  if (filter.kind === "and" || filter.kind === "or") return filter.terms.some(comparesOrder);
  if (filter.kind === "not") return comparesOrder(filter.term);
  if (filter.kind === "element") return comparesOrder(filter.filter);
  return filter.kind === "compare" && ["gt", "ge", "lt", "le"].includes(filter.operator);
}

test("whatever the users and the filter, the query finds who matches in memory", async () => {
  const letters = [..."aAbBéÉ .*^$\\(%1\n"];
  const text = fc
    .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 3 })
    .map((list) => list.join(""));
  const users = await organizationOf(fc.sample(userOf(text), 150));
  const isAllowed = (filter: Filter) => {
    try {
      toQuery(filter, searched);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(ScimError);
      expect(comparesOrder(filter)).toBe(true);
      return false;
    }
  };
  await fc.assert(
    fc.asyncProperty(filterOf({ text, isAllowed }), (filter) => expectSame(users, filter)),
    { numRuns: 600 },
  );
});

describe("letters whose case is a matter of its own", () => {
  const texts = [
    "straße",
    "STRASSE",
    "STRAßE",
    "STRA\u1e9eE",
    "İstanbul",
    "istanbul",
    "ISTANBUL",
    "ıstanbul",
    "ΟΔΟΣ",
    "οδος",
    "οδοσ",
    "ΟΔΟΣΑ",
    "\u212aelvin",
    "kelvin",
    "mi\u017f",
    "MIS",
    "é",
    "e\u0301",
    "É",
    "E\u0301",
    "ﬁ",
    "fi",
    "Ǆ",
    "ǆ",
    "ǅ",
    "😀",
  ];
  const names = ["displayName", "title", "emails.value", "emails.display", "emails[display pr].display"];
  let users: Awaited<ReturnType<typeof organizationOf>>;
  beforeAll(async () => {
    users = await organizationOf(
      texts.map((text) => ({
        userName: "u",
        displayName: text,
        title: text,
        emails: [{ value: text, display: text }],
      })),
    );
  });

  for (const text of texts) {
    test(text, async () => {
      for (const name of names) {
        for (const operator of ["eq", "sw", "ew", "co"])
          await expectSame(users, parseFilter(userType, `${name} ${operator} ${JSON.stringify(text)}`));
      }
    });
  }
});

describe("what is at the edges", () => {
  const filters = [
    "title gt null",
    "title co null",
    "title sw null",
    "userName le null",
    "title eq null",
    "title ne null",
    'title eq ""',
    'title co ""',
    'title ne ""',
    'active eq ""',
    "active ne true",
    "emails eq null",
    "emails.primary ne true",
    "emails[primary ne true]",
    "emails[type eq null]",
    "emails[not (type pr)]",
    "name pr",
    "emails pr",
    "manager pr",
    "id pr",
    "id eq null",
    "not (id pr)",
    'emails.value ne "a@b.example"',
    `${userType.extensions[0]?.id} pr`,
  ];
  for (const filter of filters) {
    test(filter, async () => {
      const users = await organizationOf([
        { userName: "a" },
        { userName: "b", title: "T", active: true, name: { givenName: "G" } },
        { userName: "c", active: false, emails: [{ type: "work" }, { value: "a@b.example", primary: true }] },
        {
          userName: "d",
          emails: [{ value: "a@b.example", primary: false }],
          enterprise: { manager: { value: "m" } },
        },
      ]);
      await expectSame(users, parseFilter(userType, filter));
    });
  }
});

test("times are compared as times", async () => {
  const { organization } = await organizationOf([{ userName: "a" }]);
  const later = new Date(Date.now() + 60_000).toISOString();
  const found = async (filter: string) => (await inMongo(organization, parseFilter(userType, filter))).length;
  expect(await found(`meta.created lt "${later}"`)).toBe(1);
  expect(await found(`meta.lastModified gt "${later}"`)).toBe(0);
  expect(await found('meta.created gt "2020-01-01T00:00:00+02:00"')).toBe(1);
  expect(await found("meta.created pr")).toBe(1);
  expect(await found("meta.created eq null")).toBe(0);
});

describe("an index serves", () => {
  let organization: string;
  let third: string;
  beforeAll(async () => {
    const users = (count: number) =>
      Array.from(
        { length: count },
        (_, index): UserAttributes => ({
          userName: `user${index}`,
          externalId: `X${index}`,
          displayName: `Person ${index}`,
          active: true,
          emails: [
            { value: `w${index}@a.example`, type: "work" },
            { value: "shared@a.example", type: "home" },
          ],
          enterprise: { manager: { value: `m${index % 100}` } },
        }),
      );
    await organizationOf(users(300));
    const made = await organizationOf(users(500));
    organization = made.organization;
    third = made.members[3]?._id ?? "";
  });

  const table: [string, number][] = [
    ['userName eq "USER3#3"', 1],
    ['userName eq "nobody"', 0],
    ['externalId eq "X3"', 1],
    ['displayName eq "person 3"', 1],
    ['emails.value eq "W3@A.example"', 1],
    ['emails eq "w3@a.example"', 1],
    ['emails[type eq "work"].value eq "w3@a.example"', 1],
    ['emails[value eq "w3@a.example" and type eq "work"]', 1],
    ['emails[type eq "work"].value eq "nobody@a.example"', 0],
    ['id eq "THIRD"', 1],
    ['manager eq "m3"', 5],
    ['id eq "THIRD" and manager eq "m3"', 1],
    ['manager eq "m3" and id eq "THIRD"', 1],
    ['active eq true and userName eq "user3#3"', 1],
  ];
  for (const [text, hits] of table) {
    test(text, async () => {
      const wanted = toQuery(parseFilter(userType, text.replace("THIRD", third)), searched);
      // As the list of users asks it.
      const query = { $and: [{ organization, removedAt: { $exists: false } }, wanted] };
      const found = store.members.find(query).sort({ _id: 1 }).limit(100);
      expect(await found.clone().toArray()).toHaveLength(hits);
      const { queryPlanner, executionStats } = await found.explain("executionStats");
      expect(JSON.stringify(queryPlanner.winningPlan)).not.toContain("COLLSCAN");
      expect(executionStats.totalDocsExamined).toBeLessThanOrEqual(hits + 4);
      expect(executionStats.totalKeysExamined).toBeLessThanOrEqual(2 * hits + 8);
    });
  }
});
