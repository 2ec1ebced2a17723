import { describe, expect, it } from "vitest";
import { sourceOf } from "../source.ts";
import { createTenant } from "../tenant.ts";
import type { Person } from "../users/person.ts";
import { wantedOf } from "../users/wanted.ts";
import { newGroup } from "./group.ts";
import { documentForGroup, wantedGroupOf, wantedMembersOf } from "./wanted.ts";

describe("wantedGroupOf", () => {
  it("is the document that Entra posts, without members", () => {
    const { tenant, group } = assembled();
    const wanted = wantedGroupOf(sourceOf(tenant), group);
    expect(documentForGroup(sourceOf(tenant), wanted)).toEqual({
      schemas: [
        "urn:ietf:params:scim:schemas:core:2.0:Group",
        "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group",
      ],
      meta: { resourceType: "Group" },
      displayName: "R&D",
      externalId: "group-id",
    });
  });
});

describe("wantedMembersOf", () => {
  it("are the people who are direct members", () => {
    const { tenant, group, nested } = assembled();
    group.members.push(nested.objectId);
    expect(wantedMembersOf(sourceOf(tenant), group)).toEqual(["scim-0", "scim-1"]);
  });

  it.each<[string, Partial<Person>, string[]]>([
    ["disabled", { accountEnabled: false }, ["scim-0", "scim-1"]],
    ["by this group alone", { assigned: false }, ["scim-0", "scim-1"]],
    ["soft-deleted", { isSoftDeleted: true }, ["scim-0"]],
    ["deleted for good", { purged: true }, ["scim-0"]],
    ["not in the target", { scimId: null }, ["scim-0"]],
  ])("with somebody who is in scope, %s", (_, changes, members) => {
    const { tenant, group } = assembled();
    Object.assign(tenant.people[1] ?? {}, changes);
    expect(wantedMembersOf(sourceOf(tenant), group)).toEqual(members);
  });
});

describe("the scope", () => {
  it.each([
    ["a direct member of an assigned group", { assigned: true }, "True"],
    ["a member of a group that is not assigned", { assigned: false }, "False"],
    ["a member of a deleted group", { deleted: true }, "False"],
  ])("of %s", (_, changes, active) => {
    const { tenant, group } = assembled();
    const [person] = tenant.people;
    if (person === undefined) throw new Error("an empty tenant");
    person.assigned = false;
    Object.assign(group, changes);
    expect(wantedOf(sourceOf(tenant), person)).toMatchObject({ active });
  });

  it("of a member of a group within a group", () => {
    const { tenant, group, nested } = assembled();
    group.members.push(nested.objectId);
    const person = tenant.people[2];
    if (person === undefined) throw new Error("an empty tenant");
    person.assigned = false;
    expect(sourceOf(tenant).scope.covers(person)).toBe(false);
  });

  it("covers the people of assigned groups also where the mapping of groups is off", () => {
    const { tenant, group } = assembled();
    tenant.mappings = { ...tenant.mappings, groups: null };
    const [person] = tenant.people;
    if (person === undefined) throw new Error("an empty tenant");
    person.assigned = false;
    expect(sourceOf(tenant).scope.covers(person)).toBe(true);
    expect(wantedGroupOf(sourceOf(tenant), group)).toEqual({});
  });
});

/** People who are in the target, an assigned group of the first two, and one of the third that is not assigned. */
function assembled() {
  const tenant = createTenant({ users: 5, seed: 1, domain: "x.example" });
  for (const [index, person] of tenant.people.entries())
    Object.assign(person, { scimId: `scim-${index}`, accountEnabled: true });
  const group = newGroup("group-id", "R&D");
  group.members = tenant.people.slice(0, 2).map(({ objectId }) => objectId);
  const nested = newGroup("nested-id", "Nested", false);
  nested.members = tenant.people.slice(2, 3).map(({ objectId }) => objectId);
  tenant.groups = [group, nested];
  return { tenant, group, nested };
}
