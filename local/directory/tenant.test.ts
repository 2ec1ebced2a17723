import { describe, expect, it } from "vitest";
import { changeTenant } from "./changes.ts";
import { scopeOf } from "./scope.ts";
import { createTenant, loadTenant, personInvitedByHand, saveTenant, type Tenant } from "./tenant.ts";

const options = { users: 200, seed: 7, domain: "northwind.example" };

describe("createTenant", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(createTenant(options)).toEqual(createTenant(options));
    expect(createTenant({ ...options, seed: 8 })).not.toEqual(createTenant(options));
  });

  it("has disabled people, one without an address, one invited by hand, and managers", () => {
    const { people, ...tenant } = createTenant(options);
    expect(people).toHaveLength(200);
    expect(people.every(scopeOf(tenant).covers)).toBe(true);
    expect(people.filter(({ accountEnabled }) => !accountEnabled).length).toBeGreaterThan(1);
    expect(people.filter(({ userPrincipalName }) => !userPrincipalName.includes("@"))).toMatchObject([
      { mail: null },
    ]);
    expect(people.filter(({ manager }) => manager === null)).toHaveLength(1);
    const { address } = personInvitedByHand({ ...tenant, people });
    expect(people.find(({ mail }) => mail === address)).toMatchObject({ objectId: tenant.invitedByHand });
    expect(people.some(({ displayName }) => /[^\p{ASCII}]/u.test(displayName))).toBe(true);
    expect(people.every(({ userPrincipalName }) => /^\p{ASCII}+$/u.test(userPrincipalName))).toBe(true);
  });

  it("needs a few people", () => {
    expect(() => createTenant({ ...options, users: 4 })).toThrow(RangeError);
  });
});

describe("loadTenant", () => {
  it("takes up a tenant that was saved before there were groups, and goes on without them", () => {
    const { groups: _groups, madeByHand: _madeByHand, ...tenant } = createTenant(options);
    const saved = { ...tenant, mappings: tenant.mappings.users };
    expect(loadTenant(JSON.stringify(saved))).toEqual({
      ...createTenant(options),
      mappings: { users: tenant.mappings.users, groups: null },
    });
  });
});

describe("changeTenant", () => {
  it("goes on alike after saving and loading", () => {
    const tenant = createTenant(options);
    changeTenant(tenant);
    const loaded = loadTenant(saveTenant(tenant));
    for (const each of [tenant, loaded]) changeTenant(each);
    expect(loaded).toEqual(tenant);
  });

  it("makes every kind of change in each round", () => {
    const tenant = createTenant(options);
    for (let round = 1; round <= 5; round++) {
      const before = loadTenant(saveTenant(tenant));
      changeTenant(tenant);
      expect(tenant.people).toHaveLength(before.people.length + 1);
      const kinds = kindsOfChange(before, tenant);
      expect(kinds).toMatchObject({ renamed: 4, disabled: 2, enabled: 2, purged: 1, unassigned: 1 });
      expect(kinds.readdressed).toBeGreaterThanOrEqual(4);
      expect(kinds.assigned).toBe(round === 1 ? 0 : 1);
    }
  });

  it.each([5, 8, 50])("never gives two of %i people one address", (users) => {
    const tenant = createTenant({ ...options, users });
    for (let round = 1; round <= 20; round++) changeTenant(tenant);
    for (const attribute of ["userPrincipalName", "mail", "mailNickname", "objectId"] as const) {
      const values = tenant.people
        .map((person) => person[attribute]?.toLowerCase())
        .filter((v) => v !== undefined);
      expect(new Set(values).size).toBe(values.length);
    }
  });

  it("leaves alone who was invited by hand and who has no address", () => {
    const tenant = createTenant({ ...options, users: 8 });
    const before = loadTenant(saveTenant(tenant));
    for (let round = 1; round <= 20; round++) changeTenant(tenant);
    const untouched = ({ manager: _, ...person }: Tenant["people"][number]) => person;
    for (const index of [1, 7])
      expect(tenant.people.map(untouched)[index]).toEqual(before.people.map(untouched)[index]);
  });
});

function kindsOfChange(before: Tenant, after: Tenant) {
  const pairs = before.people.flatMap((old, index) => {
    const now = after.people[index];
    return now === undefined ? [] : [{ old, now }];
  });
  const count = (changed: (pair: (typeof pairs)[number]) => boolean) => pairs.filter(changed).length;
  return {
    renamed: count(({ old, now }) => old.userPrincipalName !== now.userPrincipalName),
    readdressed: count(({ old, now }) => old.mail !== now.mail),
    disabled: count(({ old, now }) => old.accountEnabled && !now.accountEnabled),
    enabled: count(({ old, now }) => !old.accountEnabled && now.accountEnabled),
    purged: count(({ old, now }) => !old.purged && now.purged),
    unassigned: count(({ old, now }) => old.assigned && !now.assigned),
    assigned: count(({ old, now }) => !old.assigned && now.assigned),
  };
}
