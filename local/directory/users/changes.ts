/**
 * What happens to the people of a tenant between two cycles: weddings, moves, leave, people who come and go.
 *
 * Always true: it changes only whom it draws, and the managers of those who reported to somebody deleted for good.
 */
import type { Draw } from "../changes.ts";
import type { Random } from "../random.ts";
import { scopeOf } from "../scope.ts";
import type { Tenant } from "../tenant.ts";
import { departments, jobTitles } from "./names.ts";
import type { Person } from "./person.ts";
import { changeAddress, newPerson, type Personnel, personnelOf, renamePerson } from "./personnel.ts";

/**
 * Of each kind, one in a hundred people: renames (2×), address changes (2×), moves (2×), disables, re-enables; and
 * exactly one each: a soft delete, a permanent delete, an unassignment, the assignment of whoever was unassigned a
 * round before, and a newcomer. Kinds for which nobody is left are skipped.
 */
export function changePeople(tenant: Tenant, random: Random, draw: Draw): void {
  const personnel = personnelOf(tenant, random);
  const share = Math.max(1, Math.round(tenant.people.length / 100));
  const scope = scopeOf(tenant);
  const works = (person: Person) => scope.covers(person) && person.accountEnabled;

  const leaving = draw(1, ({ isSoftDeleted, purged, assigned }) => isSoftDeleted && !purged && assigned);
  for (const person of leaving.length > 0 ? leaving : draw(1, works)) purge(tenant, person);
  const groupMembers = membersOfGroups(tenant);
  const isOut = (person: Person) => !scope.covers(person) && !groupMembers.has(person.objectId);
  for (const person of draw(1, (each) => isOut(each) && !each.assigned && !each.purged))
    person.assigned = true;
  for (const person of draw(share, (each) => scope.covers(each) && !each.accountEnabled))
    person.accountEnabled = true;
  for (const person of draw(1, works)) person.isSoftDeleted = true;
  for (const person of draw(share, works)) person.accountEnabled = false;
  for (const person of draw(1, (each) => works(each) && each.assigned)) unassign(tenant, person);
  for (const person of draw(2 * share, works)) renamePerson(personnel, person);
  for (const person of draw(2 * share, works)) changeAddress(personnel, person);
  const bosses = bossesOf(tenant);
  for (const person of draw(2 * share, works)) move(personnel, bosses, person);
  tenant.people.push(newPerson(personnel, random.pick(bosses)));
}

/** Who reported to a person deleted for good reports to that person's manager from then on. */
function purge(tenant: Tenant, person: Person): void {
  person.isSoftDeleted = true;
  person.purged = true;
  for (const report of tenant.people) if (report.manager === person.objectId) report.manager = person.manager;
}

/** Somebody leaves the scope: an assigned group of theirs would keep them in it. */
function unassign(tenant: Tenant, person: Person): void {
  person.assigned = false;
  for (const group of tenant.groups)
    if (group.assigned) group.members = group.members.filter((member) => member !== person.objectId);
}

function membersOfGroups(tenant: Tenant): Set<string> {
  return new Set(tenant.groups.flatMap((group) => (group.deleted ? [] : group.members)));
}

function move({ random }: Personnel, bosses: Person[], person: Person): void {
  person.department = random.pick(departments.filter((department) => department !== person.department));
  person.jobTitle = random.pick(jobTitles);
  const boss = random.pick(bosses);
  if (boss.objectId !== person.objectId) person.manager = boss.objectId;
}

function bossesOf(tenant: Tenant): Person[] {
  const scope = scopeOf(tenant);
  return tenant.people.filter(
    (person) => scope.covers(person) && person.accountEnabled && person.userPrincipalName.includes("@"),
  );
}
