/**
 * Whom and what the assignments to the application cover: people assigned by themselves, assigned groups, and the
 * people who are their direct members.
 *
 * Always true: a group within a group is not followed, neither for itself nor for its members.
 */
import type { Group } from "./groups/group.ts";
import type { Person } from "./users/person.ts";

export type Scope = {
  /** Whether provisioning applies to somebody, enabled or not. */
  covers(person: Person): boolean;
  /** Whether somebody is to be deleted in the target. Who left the scope before gets no DELETE and stays, inactive. */
  deletes(person: Person): boolean;
};

/** The scope as it is now; it does not follow later changes of groups. */
export function scopeOf(tenant: { groups: Group[] }): Scope {
  const byGroup = new Set(tenant.groups.filter(isGroupInScope).flatMap(({ members }) => members));
  const isAssigned = ({ assigned, objectId }: Person) => assigned || byGroup.has(objectId);
  return {
    covers: (person) => isAssigned(person) && !person.isSoftDeleted && !person.purged,
    deletes: (person) => isAssigned(person) && person.purged,
  };
}

export function isGroupInScope({ assigned, deleted }: Group): boolean {
  return assigned && !deleted;
}
