/**
 * A query finds all that its filter means; where it is exact, nothing else. What it means is decided in memory.
 */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { readConfig } from "../../shared/config.ts";
import { filterOf, userOf } from "../../shared/scim/arbitrary.ts";
import { type Filter, matches } from "../../shared/scim/filter/filter.ts";
import { parseFilter } from "../../shared/scim/filter/parse.ts";
import { searchable } from "../../shared/scim/filter/searchable.ts";
import {
  boolean,
  dateTime,
  decimal,
  integer,
  many,
  text,
  texts,
} from "../../shared/scim/schema/attribute.ts";
import { type ResourceType, withExtensions } from "../../shared/scim/schema/resource-type.ts";
import { type UserAttributes, userType } from "../../shared/scim/schema/user.ts";
import type { Member } from "../../shared/store/documents.ts";
import { compileFilter, memberKeyed } from "../../shared/store/filter/query.ts";
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

const baseUrl = "https://roll.example/scim/acme";
const views = new WeakMap<Member["attributes"], ReturnType<typeof searchable>>();

/** Whether a filter means a member; the view of one that stays the same object is made once. */
const isMeant = (filter: Filter, type: ResourceType<unknown>) => (member: Member) => {
  const view = views.get(member.attributes) ?? searchable(type, { id: member._id, ...member }, baseUrl);
  views.set(member.attributes, view);
  return matches(filter, view);
};
const ids = (members: readonly Member[]) => members.map(({ _id }) => _id).toSorted();

/** What a query finds, as whoever asks it goes on: where it is not exact, each is looked at. */
async function inMongo(
  organization: string,
  filter: Filter,
  type: ResourceType<unknown> = userType,
): Promise<{ found: string[]; exact: boolean }> {
  const { query, exact } = compileFilter(type, filter, memberKeyed);
  const found = await store.members.find({ $and: [{ organization }, query] }).toArray();
  return { found: ids(exact ? found : found.filter(isMeant(filter, type))), exact };
}

async function expectSame(
  { organization, members }: { organization: string; members: Member[] },
  filter: Filter,
  type: ResourceType<unknown> = userType,
): Promise<boolean> {
  const { found, exact } = await inMongo(organization, filter, type);
  expect(found).toEqual(ids(members.filter(isMeant(filter, type))));
  return exact;
}

describe("whatever the users and the filter, the query finds who matches in memory", () => {
  const alphabets: readonly (readonly [string, string])[] = [
    ["signs that mean something in patterns", "aAbB .*^$\\(%1\n"],
    ["accents, composed and apart", "aeEéÉq\u0301\u0303\u0323\u00e7ǘ"],
    [
      "NUL, scripts, signs that are normalized to others",
      "aK\0\u212a部\uf90a金가ㄱ\u1100\u1161\u11a8µμ😀\uff5e",
    ],
    ["letters with more than two cases", "sSſßẞσςΣǅǆiIıİ"],
  ];
  for (const [name, letters] of alphabets) {
    test(name, async () => {
      const letter = fc.constantFrom(...letters);
      const text = fc.array(letter, { minLength: 1, maxLength: 3 }).map((list) => list.join(""));
      const users = await organizationOf(fc.sample(userOf(text), 100));
      let exact = 0;
      await fc.assert(
        fc.asyncProperty(filterOf(text), async (filter) => {
          exact += Number(await expectSame(users, filter));
        }),
        { numRuns: 200 },
      );
      expect(exact).toBeGreaterThan(30);
    });
  }
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
        for (const operator of ["eq", "sw", "ew", "co", "gt", "le"])
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
    "emails.type ne null",
    "emails[type ne null]",
    'emails[value eq ""]',
    'emails[value eq null and value eq "a@b.example"]',
    'emails[value eq "a@b.example" or primary pr]',
    'emails[not (value eq "a@b.example")]',
    'emails[value ne "a@b.example"]',
    'userName lt ""',
    'userName ge ""',
    'title gt ""',
    'title gt "\\u0000"',
    'title ne "t"',
    'not (title gt "a")',
    'not (title gt "a") and active eq true',
    'title gt "a" or active eq false',
    'meta.created co "-"',
    'meta.version eq "W/\\"1\\""',
    "meta.version pr and not (meta.location eq null)",
    `meta.location ew "2"`,
    'meta.resourceType eq "Group" or userName eq "a#0"',
    'meta.resourceType ne "Group"',
    'meta[resourceType eq "User"]',
    'schemas co "enterprise"',
    'schemas ne "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"',
    'schemas[value sw "urn"]',
    'manager.$ref eq "https://roll.example/scim/acme/Users/m"',
    'manager.$ref ne "https://roll.example/scim/acme/Users/m"',
    "manager.$ref pr",
    "manager.$ref eq null",
    "manager.displayName eq null",
    'name[givenName eq "G" and not (familyName pr)]',
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
  const found = async (filter: string) => {
    const answer = await inMongo(organization, parseFilter(userType, filter));
    expect(answer.exact).toBe(true);
    return answer.found.length;
  };
  expect(await found(`meta.created lt "${later}"`)).toBe(1);
  expect(await found(`meta.lastModified gt "${later}"`)).toBe(0);
  expect(await found('meta.created gt "2020-01-01T00:00:00+02:00"')).toBe(1);
  expect(await found("meta.created pr")).toBe(1);
  expect(await found("meta.created eq null")).toBe(0);
});

describe("an extension with attributes of every type", () => {
  const urn = "urn:acme:scim:2.0:User";
  const type = withExtensions(userType, [
    {
      key: "acme",
      urn,
      name: "Acme",
      description: "What Acme adds.",
      declaration: z.strictObject({
        desk: integer("The desk.").optional(),
        score: decimal("The score.").optional(),
        since: dateTime("When it began.").optional(),
        tags: texts("Tags.").optional(),
        id: text("A number of its own.").optional(),
        cards: many("Cards.", {
          id: text("The card's number.", { caseExact: true }).optional(),
          limit: integer("The limit.").optional(),
          until: dateTime("Until when it is good.").optional(),
          active: boolean("Whether it can be used.").optional(),
        }).optional(),
      }),
    },
  ]);
  const people = [
    { userName: "a", acme: { desk: 3, score: -1.5, since: "2026-01-31T12:00:00Z", tags: ["Red", "blue"] } },
    { userName: "b", acme: { desk: 1000, since: "2026-01-31T12:00:00+02:00", id: "7", tags: ["green"] } },
    {
      userName: "c",
      acme: {
        cards: [
          { id: "X1", limit: 5, until: "2026-01-31T12:00:00", active: true },
          { id: "x1", limit: 50, active: false },
        ],
      },
    },
    { userName: "d" },
    { userName: "e", acme: { cards: [{ limit: 5 }] } },
  ];
  let users: Awaited<ReturnType<typeof organizationOf>>;
  beforeAll(async () => {
    users = await organizationOf(people);
  });

  const table: [string, string][] = [
    ["desk eq 3", "a"],
    ["desk gt 3", "b"],
    ["desk le 1e3", "ab"],
    ["desk ge 3.0", "ab"],
    ["desk ne 3", "bcde"],
    ["score lt -1", "a"],
    ["score eq -15e-1", "a"],
    ["score gt -1.5", ""],
    ["score pr", "a"],
    ['since eq "2026-01-31T10:00:00Z"', "b"],
    ['since lt "2026-01-31T11:00:00Z"', "b"],
    ['since ge "2026-01-31T10:00:00Z"', "ab"],
    ['since co "+02"', "b"],
    ['tags eq "RED"', "a"],
    ['tags[value eq "red"]', "a"],
    ['tags[not (value eq "red")]', "ab"],
    ['tags[value sw "b" and value ew "d"]', ""],
    ["tags pr", "ab"],
    ["tags eq null", "cde"],
    [`${urn}:id eq "7"`, "b"],
    [`${urn}:id pr`, "b"],
    ["cards[limit gt 5]", "c"],
    ["cards[limit eq null]", ""],
    ['cards[limit gt 5 and id eq "X1"]', ""],
    ["cards[limit gt 5 and active eq false]", "c"],
    ["cards[id pr]", "c"],
    ["cards[not (until pr)]", "ce"],
    ["cards[not (id pr)]", "e"],
    ['cards[until lt "2026-02-01T00:00:00Z" and limit lt 6]', "c"],
    ['cards[until lt "2026-02-01T00:00:00Z" and limit gt 6]', ""],
    ['cards.id eq "x1"', "c"],
    ["cards.limit le 5", "ce"],
    [`schemas eq "${urn}"`, "abce"],
    [`${urn} pr`, "abce"],
    [`${urn}[desk eq 3 and score pr]`, "a"],
  ];
  for (const [text, names] of table) {
    test(text, async () => {
      const filter = parseFilter(type, text);
      await expectSame(users, filter, type);
      const { found } = await inMongo(users.organization, filter, type);
      const named = users.members.filter(({ _id }) => found.includes(_id));
      expect(named.map(({ attributes }) => attributes.userName.charAt(0)).join("")).toBe(names);
    });
  }
});

test("ids that were looked up elsewhere", async () => {
  const users = await organizationOf([{ userName: "a" }, { userName: "b" }, { userName: "c" }]);
  const among = (members: readonly Member[]): Filter => ({ kind: "among", ids: new Set(ids(members)) });
  const some = among(users.members.slice(1));
  for (const filter of [
    some,
    among([]),
    { kind: "not", term: some },
    { kind: "not", term: among([]) },
  ] as const)
    expect(await expectSame(users, filter)).toBe(true);
  expect((await inMongo(users.organization, some)).found).toHaveLength(2);
});

test("a long value is no pattern of its length, and is still found", async () => {
  const long = "ab".repeat(2_000);
  const users = await organizationOf([
    { userName: "a", title: long, externalId: long },
    { userName: "b", title: `${long}!`, externalId: `!${long}` },
    { userName: "c", title: long.slice(0, 500) },
  ]);
  for (const operator of ["eq", "co", "sw", "ew"]) {
    for (const name of ["title", "externalId", "displayName"])
      await expectSame(users, parseFilter(userType, `${name} ${operator} "${long}"`));
  }
  const { query } = compileFilter(userType, parseFilter(userType, `title co "${long}"`), memberKeyed);
  expect(JSON.stringify(query).length).toBeLessThan(500);
});
