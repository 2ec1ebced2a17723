import { describe, expect, it } from "vitest";
import { changeTenant } from "../changes.ts";
import { isGroupInScope, scopeOf } from "../scope.ts";
import { createTenant, groupMadeByHand, loadTenant, saveTenant, type Tenant } from "../tenant.ts";

const options = { users: 200, seed: 7, domain: "northwind.example" };
const withGroups = { ...options, groups: 20, memberships: 500 };

describe("createTenant with groups", () => {
  it("has as many groups and memberships as asked for, and the same people in scope", () => {
    const tenant = createTenant(withGroups);
    const people = new Set(tenant.people.map(({ objectId }) => objectId));
    const groups = tenant.groups.filter(isGroupInScope);
    const sizes = groups.map(({ members }) => members.filter((member) => people.has(member)).length);
    expect(groups).toHaveLength(20);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(500);
    expect(sizes.at(-1)).toBe(0);
    expect(groups.every(({ members }) => new Set(members).size === members.length)).toBe(true);
    const inScope = tenant.people.filter(scopeOf(tenant).covers);
    expect(inScope.map(identityOf)).toEqual(createTenant(options).people.map(identityOf));
    expect(inScope.filter(({ assigned }) => !assigned).length).toBeGreaterThan(20);
  });

  it("does not follow a group within a group", () => {
    const tenant = createTenant(withGroups);
    const [first, second] = tenant.groups;
    const nested = tenant.groups.at(-1);
    expect(nested).toMatchObject({ assigned: false });
    expect(first?.members).toEqual(expect.arrayContaining([nested?.objectId, second?.objectId]));
    const outsiders = tenant.people.slice(200);
    expect(outsiders).toHaveLength(4);
    expect(outsiders.some(scopeOf(tenant).covers)).toBe(false);
    for (const { objectId } of outsiders) expect(nested?.members).toContain(objectId);
  });

  it("has a group that was made by hand, without whom was invited by hand", () => {
    const tenant = createTenant(withGroups);
    const byHand = tenant.groups.find(({ displayName }) => displayName === groupMadeByHand(tenant));
    expect(byHand?.members).not.toContain(tenant.invitedByHand);
    expect(byHand?.members.length).toBeGreaterThan(10);
    expect(groupMadeByHand(createTenant(options))).toBeNull();
  });

  it("wants no more memberships than there is room for", () => {
    expect(() => createTenant({ ...options, users: 10, groups: 3, memberships: 16 })).not.toThrow();
    expect(() => createTenant({ ...options, users: 10, groups: 3, memberships: 17 })).toThrow(RangeError);
  });
});

describe("changeTenant with groups", () => {
  it("makes every kind of change of groups in each round", () => {
    const tenant = createTenant(withGroups);
    for (let round = 1; round <= 5; round++) {
      const before = loadTenant(saveTenant(tenant));
      changeTenant(tenant);
      const pairs = before.groups.flatMap((old, index) => {
        const now = tenant.groups[index];
        return now === undefined ? [] : [{ old, now }];
      });
      const count = (changed: (pair: (typeof pairs)[number]) => boolean) => pairs.filter(changed).length;
      expect(tenant.groups).toHaveLength(before.groups.length + 1);
      expect(tenant.groups.at(-1)?.members.length).toBeGreaterThan(1);
      expect(count(({ old, now }) => old.displayName !== now.displayName)).toBe(1);
      expect(count(({ old, now }) => !old.deleted && now.deleted)).toBe(1);
      const lost = pairs.flatMap(({ old, now }) => old.members.filter((each) => !now.members.includes(each)));
      const gained = pairs.flatMap(({ old, now }) =>
        now.members.filter((each) => !old.members.includes(each)),
      );
      expect(lost.length).toBeGreaterThan(2);
      expect(gained.length).toBeGreaterThan(1);
    }
  });

  it("brings people into the scope by a group, and takes them out of it with a group", () => {
    const tenant = createTenant(withGroups);
    const before = scopeOf(loadTenant(saveTenant(tenant)));
    const people = [...tenant.people];
    const wasCovered = new Set(people.filter(before.covers));
    changeTenant(tenant);
    const after = scopeOf(tenant);
    const byGroup = people.filter((person) => !person.assigned && !person.isSoftDeleted);
    expect(byGroup.filter((each) => !wasCovered.has(each) && after.covers(each))).toHaveLength(1);
    expect(byGroup.some((each) => wasCovered.has(each) && !after.covers(each))).toBe(true);
  });

  it.each([
    [5, 1],
    [8, 3],
    [200, 20],
  ])("never gives two groups of a tenant of %i people and %i groups one name", (users, groups) => {
    const tenant = createTenant({ ...options, users, groups, memberships: users - 2 });
    for (let round = 1; round <= 20; round++) {
      changeTenant(tenant);
      const names = tenant.groups.flatMap((group) => (group.deleted ? [] : group.displayName.toLowerCase()));
      expect(new Set(names).size).toBe(names.length);
      expect(tenant.groups.some(isGroupInScope)).toBe(true);
    }
  });
});

function identityOf({ objectId, userPrincipalName }: Tenant["people"][number]) {
  return { objectId, userPrincipalName };
}
