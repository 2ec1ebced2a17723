/**
 * A tenant seen from provisioning: its mappings compiled, its people by objectId, and who is in scope.
 *
 * Always true: it is made for one cycle, during which the tenant's people and groups do not change.
 */
import { type CompiledMapping, compileMappings } from "./mapping/mapping.ts";
import { type Scope, scopeOf } from "./scope.ts";
import type { Tenant } from "./tenant.ts";
import type { Person } from "./users/person.ts";

export type Source = {
  scope: Scope;
  users: CompiledMapping[];
  /** Null where the mapping of groups is off. */
  groups: CompiledMapping[] | null;
  byObjectId: Map<string, Person>;
};

export function sourceOf(tenant: Tenant): Source {
  const { users, groups } = tenant.mappings;
  return {
    scope: scopeOf(tenant),
    users: compileMappings(users),
    groups: groups && compileMappings(groups),
    byObjectId: new Map(tenant.people.map((person) => [person.objectId, person])),
  };
}
