/** Terms about memberships are looked up before a filter is asked, and only so many, for only so long. */
import { randomUUID } from "node:crypto";
import { ObjectId } from "mongodb";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { readConfig } from "../../shared/config.ts";
import { ScimError } from "../../shared/scim/error.ts";
import { type Filter, matches } from "../../shared/scim/filter/filter.ts";
import { parseFilter } from "../../shared/scim/filter/parse.ts";
import { searchable } from "../../shared/scim/filter/searchable.ts";
import { groupType } from "../../shared/scim/schema/group.ts";
import { userType } from "../../shared/scim/schema/user.ts";
import { resolveMembershipTerms } from "../../shared/store/filter/membership-terms.ts";
import { compileFilter, groupKeyed } from "../../shared/store/filter/query.ts";
import type { Group, Membership } from "../../shared/store/group-documents.ts";
import { freshGroup } from "../../shared/store/groups.ts";
import { freshMember } from "../../shared/store/members.ts";
import { openStore, type Store } from "../../shared/store/store.ts";

const organization = randomUUID();
const by = { kind: "system" } as const;
const at = new Date();
const options = { maxTimeMS: 20_000, baseUrl: "https://roll.example/scim/acme" };
/** One more than a filter may mean, and one who is removed. */
const crowd = 10_002;

let store: Store;
let groups: Group[];
beforeAll(async () => {
  const uri = new URL(inject("mongoUri"));
  uri.pathname = `/t${randomUUID().replaceAll("-", "")}`;
  store = await openStore(readConfig({ MONGODB_URI: uri.href, INVITATION_SECRET: randomUUID() }));
  const common = { organization, origin: "directory", by, at } as const;
  const members = Array.from({ length: crowd }, (_, index) =>
    freshMember({ ...common, _id: `m${index}`, attributes: { userName: `Person ${index}` } }),
  );
  await store.members.insertMany(members, { ordered: false });
  groups = ["Red", "Green", "Grey"].map((displayName) =>
    freshGroup({ ...common, _id: displayName, attributes: { displayName } }),
  );
  await store.groups.insertMany(groups);
  await store.memberships.insertMany([
    membership("Red", "m1"),
    membership("Red", "m2"),
    membership("Green", "m2"),
    { ...membership("Grey", "m3"), present: false },
  ]);
  await store.members.updateOne({ _id: "m4" }, { $set: { removedAt: at } });
  await store.memberships.insertMany([
    membership("Grey", "m4"),
    { ...membership("Green", "m5"), display: "Nick" },
    { ...membership("Grey", "m4b"), display: "Nobody" },
  ]);
});
afterAll(async () => {
  await store.database.dropDatabase();
  await store.client.close();
});

function membership(group: string, member: string): Membership {
  return { _id: new ObjectId(), organization, group, member, version: 1, present: true, writtenBy: by };
}

const resolved = (text: string): Promise<Filter> =>
  resolveMembershipTerms(store, { organization, kind: "Group" }, parseFilter(groupType, text), options);

describe("a term that was looked up finds", () => {
  const table: [string, string[]][] = [
    ['members.display eq "PERSON 2"', ["Green", "Red"]],
    ['members.display eq "Person 1" and displayName gt "a"', ["Red"]],
    ['not (members.display sw "Person 1")', ["Green", "Grey"]],
    ['members[value eq "m2" and not (display eq "Person 1")]', ["Green", "Red"]],
    ['members.display eq "Person 3"', []],
    ['members.display eq "Person 4"', []],
    // A name that was sent with the member is shown in place of the member's own.
    ['members.display eq "nick"', ["Green"]],
    ['members[display eq "nick" and value eq "m5"]', ["Green"]],
    ['members.display eq "Person 5"', []],
    ['members.display ne "nick"', ["Grey", "Red"]],
    ['members.display eq "Nobody"', []],
    ['members.$ref ew "/m5"', ["Green"]],
    ['members[display eq "nick" or display eq "Person 1"]', ["Green", "Red"]],
    ['id eq "Red" and members.display eq "nick"', []],
    ['displayName sw "g" or members.display eq "Person 1"', ["Green", "Grey", "Red"]],
  ];
  for (const [text, names] of table) {
    test(`${text}: ${names.join(", ") || "nothing"}`, async () => {
      const filter = await resolved(text);
      const decided = groups.filter((group) =>
        matches(filter, searchable(groupType, { id: group._id, ...group }, options.baseUrl)),
      );
      expect(decided.map(({ _id }) => _id).toSorted()).toEqual(names);
      const { query } = compileFilter(groupType, filter, groupKeyed);
      const found = await store.groups.find({ $and: [{ organization }, query] }).toArray();
      expect(found.map(({ _id }) => _id)).toEqual(expect.arrayContaining(names));
    });
  }

  test("a filter without such terms stays as it is", async () => {
    const filter = parseFilter(groupType, 'displayName eq "Red" and not (externalId pr)');
    const wanted = { organization, kind: "Group" } as const;
    expect(await resolveMembershipTerms(store, wanted, filter, options)).toBe(filter);
  });

  test("what another type has is no term about memberships", async () => {
    const filter = parseFilter(userType, 'members eq "m1" or userName pr', [groupType]);
    const wanted = { organization, kind: "User" } as const;
    expect(await resolveMembershipTerms(store, wanted, filter, options)).toBe(filter);
  });
});

describe("a limit is 400 tooMany", () => {
  const refused = async (looking: Promise<unknown>) => {
    const error = await looking.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ScimError);
    expect(error).toMatchObject({ fault: "tooMany" });
  };

  test("of those whom a filter means", async () => {
    await refused(resolved('members.display sw "P" or members.display gt "a"'));
    await refused(resolved('members[not (display eq "x")]'));
  });

  test("but not of those whom it means by what all of them are", async () => {
    for (const text of ['members.type eq "User"', "members.display pr", "members pr"]) await resolved(text);
  });

  test("of those whom it finds", async () => {
    const many = Array.from({ length: crowd }, (_, index) => membership("Red", `m${index}`));
    await store.memberships.deleteMany({ group: "Red" });
    await store.memberships.insertMany(many, { ordered: false });
    const filter = parseFilter(userType, 'groups.display eq "red"');
    await refused(resolveMembershipTerms(store, { organization, kind: "User" }, filter, options));
    // Who is asked for by id is looked for alone.
    const one = parseFilter(userType, 'id eq "m5" and groups.display eq "red"');
    await resolveMembershipTerms(store, { organization, kind: "User" }, one, options);
  });

  test("of the time that it takes to look, however many terms there are", async () => {
    const many = Array.from({ length: 200 }, (_, index) => `members.display eq "${index}"`).join(" or ");
    const short = { ...options, maxTimeMS: 20 };
    const started = performance.now();
    const wanted = { organization, kind: "Group" } as const;
    const looking = resolveMembershipTerms(store, wanted, parseFilter(groupType, many), short);
    await expect(looking).rejects.toThrow(/too long|time limit/);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
