import { describe, expect, it } from "vitest";
import { sourceOf } from "../source.ts";
import { createTenant } from "../tenant.ts";
import { openScript } from "../wire/scripted-connection.ts";
import { compareGroups } from "./check.ts";
import { type Group, newGroup } from "./group.ts";
import { compareGroupsOfPeople } from "./of-people.ts";

const stored = {
  id: "g",
  displayName: "R&D",
  externalId: "group-id",
  members: [{ value: "scim-0" }, { value: "scim-1" }],
};
const absent = { attribute: "presence", directory: "absent", organization: "present" };

describe("compareGroups", () => {
  it("finds no difference where there is none", async () => {
    expect(await compare({})).toEqual({ checked: 1, memberships: 2, differences: [] });
  });

  it.each([
    ["another name", { displayName: "r&d" }, { attribute: "displayName", organization: "r&d" }],
    ["no externalId", { externalId: undefined }, { attribute: "externalId", organization: "" }],
    ["a missing member", { members: [{ value: "scim-0" }] }, { organization: "absent" }],
    ["a member too many", { members: [...stored.members, { value: "x" }] }, { attribute: "member x" }],
  ])("finds %s", async (_, changes, difference) => {
    const { differences } = await compare({ actual: { ...stored, ...changes } });
    expect(differences).toMatchObject([{ subject: "R&D", ...difference }]);
  });

  it("finds that a group is gone", async () => {
    const { differences } = await compare({ actual: undefined });
    expect(differences).toMatchObject([{ subject: "R&D", attribute: "presence", organization: "absent" }]);
  });

  it.each<[string, Partial<Group>]>([
    ["deleted", { deleted: true }],
    ["not assigned", { assigned: false }],
  ])("finds a group that is there though it is %s", async (_, changes) => {
    const { checked, differences } = await compare({ group: changes });
    expect({ checked, differences }).toEqual({ checked: 0, differences: [{ subject: "R&D", ...absent }] });
  });

  it("finds groups written by a directory that the tenant does not have, and leaves others alone", async () => {
    const strange = [
      { id: "s", displayName: "Strange", externalId: "e" },
      { id: "h", displayName: "By hand" },
    ];
    const { differences } = await compare({ strange });
    expect(differences).toEqual([{ subject: "Strange", ...absent }]);
  });
});

describe("compareGroupsOfPeople", () => {
  it("compares those that users show, but for groups made by hand", async () => {
    const { tenant } = assembled({});
    const answers = [["g"], ["h"], ["x"], [], []].map((ids) => ({
      status: 200,
      body: { id: "u", groups: ids.map((value) => ({ value })) },
    }));
    const { connection } = openScript(answers);
    const listed = new Map([["h", { id: "h", displayName: "By hand" }]]);
    const differences = await compareGroupsOfPeople(tenant, sourceOf(tenant), connection, listed, 1);
    expect(differences).toMatchObject([
      { subject: tenant.people[1]?.userPrincipalName, attribute: "group R&D", organization: "absent" },
      { subject: tenant.people[2]?.userPrincipalName, attribute: "group x", organization: "present" },
    ]);
  });
});

/** Compares the tenant below with an organization that holds `actual` as its group, and `strange` ones. */
async function compare(options: {
  actual?: { id: string } | undefined;
  group?: Partial<Group>;
  strange?: { id: string }[];
}) {
  const { actual, group = {}, strange = [] } = { actual: stored, ...options };
  const { tenant } = assembled(group);
  const { connection } = openScript([actual === undefined ? { status: 404 } : { status: 200, body: actual }]);
  const all = actual === undefined ? strange : [actual, ...strange];
  const listed = new Map(all.map((each) => [each.id, each]));
  return compareGroups(tenant, sourceOf(tenant), connection, listed, 1);
}

/** People who are in the target, and a group of the first two. */
function assembled(changes: Partial<Group>) {
  const tenant = createTenant({ users: 5, seed: 1, domain: "x.example" });
  for (const [index, person] of tenant.people.entries()) person.scimId = `scim-${index}`;
  const group = Object.assign(newGroup("group-id", "R&D"), { scimId: "g", sent: {} }, changes);
  group.members = tenant.people.slice(0, 2).map(({ objectId }) => objectId);
  tenant.groups = [group];
  return { tenant };
}
