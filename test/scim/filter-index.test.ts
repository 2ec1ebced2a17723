/** What directories look people and groups up by is served by an index, also in part of a filter. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { readConfig } from "../../shared/config.ts";
import { parseFilter } from "../../shared/scim/filter/parse.ts";
import { groupType } from "../../shared/scim/schema/group.ts";
import { type UserAttributes, userType } from "../../shared/scim/schema/user.ts";
import type { Member } from "../../shared/store/documents.ts";
import { compileFilter, groupKeyed, inOrganization, memberKeyed } from "../../shared/store/filter/query.ts";
import type { Group } from "../../shared/store/group-documents.ts";
import { freshGroup } from "../../shared/store/groups.ts";
import { freshMember } from "../../shared/store/members.ts";
import { openStore, type Store } from "../../shared/store/store.ts";

/** Members of the organization that is searched; another one has people of the same names. */
const size = 2_000;
const organization = randomUUID();
const other = randomUUID();

let store: Store;
beforeAll(async () => {
  const uri = new URL(inject("mongoUri"));
  uri.pathname = `/t${randomUUID().replaceAll("-", "")}`;
  store = await openStore(readConfig({ MONGODB_URI: uri.href, INVITATION_SECRET: randomUUID() }));
  for (const [owner, count] of [
    [organization, size],
    [other, 300],
  ] as const) {
    await store.members.insertMany(Array.from({ length: count }, (_, index) => member(owner, index)));
    await store.groups.insertMany(Array.from({ length: count }, (_, index) => group(owner, index)));
  }
});
afterAll(async () => {
  await store.database.dropDatabase();
  await store.client.close();
});

const by = { kind: "system" } as const;
const at = new Date();

function member(owner: string, index: number): Member {
  const attributes: UserAttributes = {
    userName: `user${index}@acme.example`,
    externalId: `X${index}`,
    displayName: `Person ${index}`,
    title: `Title ${index}`,
    active: true,
    emails: [
      { value: `w${index}@a.example`, type: "work" },
      { value: "shared@a.example", type: "home" },
    ],
    enterprise: { manager: { value: `m${index % 400}` } },
  };
  return freshMember({
    _id: `${owner}.${index}`,
    organization: owner,
    attributes,
    origin: "directory",
    by,
    at,
  });
}

function group(owner: string, index: number): Group {
  const attributes = { displayName: `Group ${index}`, externalId: `G${index}` };
  return freshGroup({
    _id: `${owner}.${index}`,
    organization: owner,
    attributes,
    origin: "directory",
    by,
    at,
  });
}

/** As a list asks it, in its order; what MongoDB looked at for that. */
async function explained(kind: "User" | "Group", filter: string) {
  const { query } =
    kind === "User"
      ? compileFilter(userType, parseFilter(userType, filter), memberKeyed)
      : compileFilter(groupType, parseFilter(groupType, filter), groupKeyed);
  const wanted = { $and: [{ removedAt: { $exists: false } }, inOrganization(organization, query)] };
  const cursor =
    kind === "User"
      ? store.members.find(wanted).sort({ _id: 1 }).limit(100)
      : store.groups.find(wanted).sort({ _id: 1 }).limit(100);
  const { queryPlanner, executionStats } = await cursor.explain("executionStats");
  return { plan: JSON.stringify(queryPlanner.winningPlan), ...executionStats };
}

type Row = readonly [filter: string, found: number, indexed: readonly string[]];

function serves(kind: "User" | "Group", table: readonly Row[]) {
  for (const [filter, found, indexed] of table) {
    test(filter, async () => {
      const { plan, nReturned, totalDocsExamined, totalKeysExamined } = await explained(kind, filter);
      expect(nReturned).toBe(found);
      expect(plan).not.toContain("COLLSCAN");
      for (const field of indexed) expect(plan).toContain(`"organization":1,"${field}":1`);
      expect(totalDocsExamined).toBeLessThanOrEqual(found + 10);
      expect(totalKeysExamined).toBeLessThanOrEqual(2 * found + 20);
    });
  }
}

describe("an index serves a filter on users", () => {
  const third = `${organization}.3`;
  serves("User", [
    ['userName eq "USER3@acme.example"', 1, ["keys.userName"]],
    ['userName eq "nobody"', 0, ["keys.userName"]],
    ['userName sw "User199@"', 1, ["keys.userName"]],
    ['userName sw "user199"', 11, ["keys.userName"]],
    ['externalId eq "X3"', 1, ["keys.externalId"]],
    ['externalId sw "X199"', 11, ["keys.externalId"]],
    ['displayName eq "person 3"', 1, ["keys.displayName"]],
    ['displayName sw "PERSON 199"', 11, ["keys.displayName"]],
    ['emails.value eq "W3@A.example"', 1, ["keys.emails"]],
    ['emails eq "w3@a.example"', 1, ["keys.emails"]],
    ['emails sw "w199"', 11, ["keys.emails"]],
    ['emails[type eq "work"].value eq "w3@a.example"', 1, ["keys.emails"]],
    ['emails[type eq "work"].value sw "W199@"', 1, ["keys.emails"]],
    ['emails[value eq "w3@a.example" and type eq "work"]', 1, ["keys.emails"]],
    ['emails[value eq "w3@a.example" or value eq "w4@a.example"]', 2, ["keys.emails"]],
    ['emails[type eq "work"].value eq "nobody@a.example"', 0, ["keys.emails"]],
    ['emails[type eq "work" and not (primary eq true)].value eq "w3@a.example"', 1, ["keys.emails"]],
    [`id eq "${third}"`, 1, []],
    ['manager eq "m3"', 5, ["keys.manager"]],
    [`id eq "${third}" and manager eq "m3"`, 1, []],
    [`manager eq "m3" and id eq "${third}"`, 1, []],
    ['active eq true and userName eq "user3@acme.example"', 1, ["keys.userName"]],
    ['userName eq "user3@acme.example" and title gt "a"', 1, ["keys.userName"]],
    ['externalId eq "X3" and not (title co "4")', 1, ["keys.externalId"]],
    ['userName eq "user3@acme.example" or externalId eq "X4"', 2, ["keys.userName", "keys.externalId"]],
    [
      'userName eq "user3@acme.example" or emails eq "w4@a.example" or emails[type eq "work"].value eq "w5@a.example"',
      3,
      ["keys.userName", "keys.emails"],
    ],
    [
      'active eq true and (userName eq "user3@acme.example" or displayName eq "Person 4")',
      2,
      ["keys.userName", "keys.displayName"],
    ],
    ['userName eq "user3@acme.example" or userName eq "user4@acme.example"', 2, ["keys.userName"]],
    [`id eq "${third}" or userName eq "user4@acme.example"`, 2, ["keys.userName"]],
  ]);
});

describe("an index serves a filter on groups", () => {
  serves("Group", [
    ['displayName eq "GROUP 3"', 1, ["keys.names"]],
    ['displayName sw "group 199"', 11, ["keys.names"]],
    ['externalId eq "G3"', 1, ["keys.externalId"]],
    [`id eq "${organization}.3"`, 1, []],
    ['displayName eq "group 3" or externalId eq "G4"', 2, ["keys.names", "keys.externalId"]],
  ]);
});
