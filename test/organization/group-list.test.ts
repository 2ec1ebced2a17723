/**
 * Finding groups by name, who is in one, and in which a member is, page by page.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  changeMemberByHand,
  createByHand,
  removeByHand,
  requireGroup,
} from "../../api/organization/groups/groups.ts";
import {
  membershipsOf,
  pageOfGroupMembers,
  pageOfGroups,
  pageOfMemberGroups,
} from "../../api/organization/groups/list.ts";
import { requireMember } from "../../api/organization/members/members.ts";
import { groupQuery } from "../../api/organization/schema/group.ts";
import { requireOrganization } from "../../api/organization/settings/organizations.ts";
import { type House, openHouse } from "../support/house.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { signInOwner } from "../support/sign-in.ts";

let house: House;
let organization: TestOrganization;
const shown = ["accounting", "Berlin", "berlin office", "Čapek", "Ops $gt", "Zürich"];
beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  const other = await openOrganization(house);
  for (const displayName of [...shown].reverse()) {
    await createByHand(house.deps, organization.id, { displayName }, admin);
    await createByHand(house.deps, other.id, { displayName }, admin);
  }
  await organization.settled();
});
afterAll(() => house.close());

async function ask(query: Record<string, string>) {
  const place = await requireOrganization(house.deps, organization.id);
  return pageOfGroups(house.deps, place, groupQuery.parse(query));
}

const names = async (query: Record<string, string>) =>
  (await ask(query)).items.map(({ displayName }) => displayName);

test("pages of any size show every group once, by name whatever its case", async () => {
  for (const limit of [1, 2, 4, 6, 7]) {
    const found: string[] = [];
    for (let after: string | null = ""; after !== null; ) {
      const page: Awaited<ReturnType<typeof ask>> = await ask({
        limit: String(limit),
        ...(after !== "" && { after }),
      });
      found.push(...page.items.map(({ displayName }) => displayName));
      after = page.next;
    }
    expect(found).toEqual(shown);
  }
});

test("a search is by the beginning of a name, and only text", async () => {
  expect(await names({ search: "BERLIN" })).toEqual(["Berlin", "berlin office"]);
  expect(await names({ search: "zü" })).toEqual(["Zürich"]);
  for (const search of ["office", ".*", "$gt", "^b"]) expect(await names({ search })).toEqual([]);
});

test("where more are found than are asked for, it is the first by name that are shown", async () => {
  const many = Array.from({ length: 30 }, (_, nth) => `Team ${String(nth).padStart(2, "0")}`);
  const made = await Promise.all(
    [...many]
      .reverse()
      .map((displayName) => createByHand(house.deps, organization.id, { displayName }, admin)),
  );
  // Found by both of its names, and by the first of them.
  await house.deps.store.groups.updateOne(
    { organization: organization.id, "keys.names": "team 29" },
    { $set: { "keys.names": ["team 29", "team 005"] } },
  );
  expect(await names({ search: "team", limit: "9" })).toEqual([...many.slice(0, 8), "Team 29"]);
  expect(await names({ search: "team 2", limit: "5" })).toEqual(many.slice(20, 25));
  expect(await names({ search: "team", limit: "30" })).toEqual(many);
  await house.deps.store.groups.deleteMany({ _id: { $in: made.map(({ _id }) => _id) } });
});

test("a linked group with another name by hand is found by both, once", async () => {
  const { _id: id } = await createByHand(house.deps, organization.id, { displayName: "Linked one" }, admin);
  await house.deps.store.groups.updateOne(
    { _id: id },
    { $set: { "keys.names": ["linked one", "linked two"] } },
  );
  expect(await names({ search: "linked" })).toEqual(["Linked one"]);
  await house.deps.store.groups.deleteOne({ _id: id });
});

test("by ids: those that are here", async () => {
  const { items } = await ask({ limit: "2" });
  const ids = [items[1]?.id, "nothing"].join();
  expect(await names({ ids })).toEqual(["Berlin"]);
});

test("the members of a group come in pages, with their names, each once", async () => {
  const group = await requireGroup(house.deps, organization.id, "Berlin");
  const ids: string[] = [];
  for (const local of ["ada", "bob", "eve"]) {
    const id = await organization.provision(local);
    const member = await requireMember(house.deps, organization.id, id);
    await changeMemberByHand(house.deps, group, member, true, admin);
    ids.push(id);
  }
  await organization.settled();
  const first = await pageOfGroupMembers(house.deps, group, { limit: 2 });
  expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  expect(first.items[0]).toMatchObject({ userName: organization.address("ada") });
  const rest = await pageOfGroupMembers(house.deps, group, { limit: 2, after: first.next ?? "" });
  expect([rest.items.map(({ id }) => id), rest.next]).toEqual([ids.slice(2), null]);
});

test("the groups of a member come in pages, each once, without those that are gone or that the member has left", async () => {
  const id = await organization.provision("grace");
  const member = await requireMember(house.deps, organization.id, id);
  const names = ["Zürich", "Berlin", "accounting", "Čapek", "Ops $gt"];
  const change = async (name: string, present: boolean) => {
    const group = await requireGroup(house.deps, organization.id, name);
    await changeMemberByHand(house.deps, group, member, present, admin);
    return group;
  };
  for (const name of names) await change(name, true);
  await change("Berlin", false);
  const gone = await change("Čapek", true);
  await organization.settled();
  await removeByHand(house.deps, gone, admin);

  const found: string[] = [];
  for (let after: string | undefined, isOn = true; isOn; ) {
    const page = await pageOfMemberGroups(house.deps, member, { limit: 1, after });
    found.push(...page.items.map(({ displayName }) => displayName));
    after = page.next ?? undefined;
    isOn = page.next !== null;
  }
  // Made in the reverse order of their names.
  expect(found).toEqual(["Zürich", "Ops $gt", "accounting"]);
  const whole = await pageOfMemberGroups(house.deps, member, { limit: 50 });
  expect(whole.items[0]).toMatchObject({ displayName: "Zürich", members: 1, origin: "hand" });
});

test("the groups of a member are found by the index of memberships by member", async () => {
  const member = await requireMember(house.deps, organization.id, organization.address("grace"));
  for (const after of [undefined, "0"]) {
    const plan = JSON.stringify(await membershipsOf(house.deps.store, member, after).explain("queryPlanner"));
    expect(plan).toContain('"winningPlan"');
    expect(plan).toContain('"indexName":"organization_1_member_1_group_1"');
    for (const stage of ["COLLSCAN", "SORT"]) expect(plan).not.toContain(`"stage":"${stage}"`);
  }
});

test("the groups of a member are asked for at the member, who has to be one of this organization", async () => {
  const client = await signInOwner(house, organization);
  const member = await requireMember(house.deps, organization.id, organization.address("grace"));
  const { status, body } = await client.send(
    "GET",
    `/organizations/${organization.id}/members/${member._id}/groups?limit=2`,
  );
  expect(status).toBe(200);
  expect(body).toMatchObject({ items: [{ displayName: "Zürich" }, { displayName: "Ops $gt" }] });
  const stranger = await (await openOrganization(house)).provision("eve");
  const refused = await client.send("GET", `/organizations/${organization.id}/members/${stranger}/groups`);
  expect(refused.status).toBe(404);
});
