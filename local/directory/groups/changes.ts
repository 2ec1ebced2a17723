/**
 * What happens to the groups of a tenant between two cycles: people join and leave, groups come, go and are renamed.
 *
 * Always true: nothing happens twice to one group's name in one round, and the largest group stays.
 */
import type { Draw } from "../changes.ts";
import type { Random } from "../random.ts";
import { isGroupInScope, scopeOf } from "../scope.ts";
import type { Tenant } from "../tenant.ts";
import type { Person } from "../users/person.ts";
import { type Group, newGroup } from "./group.ts";
import { groupNamesFor } from "./group-names.ts";

/**
 * Of people, one in a hundred each: some join a group, some leave one and stay in scope; and one each: who leaves the
 * scope with their last group, and who comes into it by a group after having been in a group within a group only. Of
 * groups, one in twenty is renamed; one is deleted, and one comes, under the name of one deleted in a round before
 * where there is one. Kinds for which nobody or nothing is left are skipped.
 */
export function changeGroups(tenant: Tenant, random: Random, draw: Draw): void {
  const share = Math.max(1, Math.round(tenant.people.length / 100));
  const scope = scopeOf(tenant);
  const works = (person: Person) => scope.covers(person) && person.accountEnabled;
  const [largest, ...others] = shuffled(random, tenant.groups.filter(isGroupInScope));
  if (largest === undefined) return;

  const added = newGroup(random.guid(), groupNamesFor(tenant.groups, random)());
  const deleted = others.length > 2 ? others.pop() : undefined;
  if (deleted !== undefined) deleted.deleted = true;
  const renamed = others.splice(0, Math.max(1, Math.round(others.length / 20)));
  for (const group of renamed) group.displayName = renamedFrom(tenant.groups, group);
  const groups = [largest, ...renamed, ...others];

  const groupsOf = groupsByMember(groups);
  const ofPerson = ({ objectId }: Person) => groupsOf.get(objectId) ?? [];
  const isIn = (least: number, person: Person) => ofPerson(person).length >= least;
  for (const person of draw(share, works)) join(random.pick(groups), person);
  for (const person of draw(share, (each) => works(each) && isIn(each.assigned ? 1 : 2, each)))
    leave(random.pick(ofPerson(person)), person);
  for (const person of draw(1, (each) => works(each) && !each.assigned && !isIn(2, each)))
    for (const group of ofPerson(person)) leave(group, person);
  const nested = new Set(tenant.groups.flatMap((group) => (group.assigned ? [] : group.members)));
  for (const person of draw(1, (each) => !scope.covers(each) && nested.has(each.objectId)))
    join(random.pick(groups), person);
  for (const person of draw(3, works)) join(added, person);
  tenant.groups.push(added);
}

/** The largest first, the others in any order. */
function shuffled(random: Random, groups: Group[]): Group[] {
  const rest = [...groups].sort((one, other) => one.members.length - other.members.length);
  const order = rest.splice(-1);
  while (rest.length > 0) order.push(...rest.splice(random.below(rest.length), 1));
  return order;
}

/** Every group that was ever called so counts, so that the number tells how often it was renamed. */
function renamedFrom(groups: Group[], group: Group): string {
  const base = group.displayName.replace(/ \(\d+\)$/, "");
  const taken = new Set(groups.map(({ displayName }) => displayName.toLowerCase()));
  let count = 2;
  while (taken.has(`${base} (${count})`.toLowerCase())) count++;
  return `${base} (${count})`;
}

function groupsByMember(groups: Group[]): Map<string, Group[]> {
  const byMember = new Map<string, Group[]>();
  for (const group of groups)
    for (const member of group.members) byMember.set(member, [...(byMember.get(member) ?? []), group]);
  return byMember;
}

function join(group: Group, person: Person): void {
  if (!group.members.includes(person.objectId)) group.members.push(person.objectId);
}

function leave(group: Group, person: Person): void {
  group.members = group.members.filter((member) => member !== person.objectId);
}
