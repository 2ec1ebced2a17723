/**
 * What happens in a tenant between two cycles: weddings, moves, leave, people who come and go.
 *
 * Always true: nobody is changed twice in one round, and the one who was invited by hand and those whom the target
 * never took stay as they are.
 */

import { departments, jobTitles } from "./names.ts";
import { changeAddress, newPerson, type Personnel, personnelOf, renamePerson } from "./personnel.ts";
import { type Random, randomFrom } from "./random.ts";
import { inScope, type Person, type Tenant } from "./tenant.ts";

/**
 * Makes the next round of changes. Of each kind, one in a hundred people: renames (2×), address changes (2×), moves (2×),
 * disables, re-enables; and exactly one each: a soft delete, a permanent delete, an unassignment, the assignment of
 * whoever was unassigned a round before, and a newcomer. Kinds for which nobody is left are skipped.
 */
export function changePeople(tenant: Tenant): void {
  tenant.changes += 1;
  const random = randomFrom(tenant.seed + tenant.changes * 7919);
  const personnel = personnelOf(tenant, random);
  const share = Math.max(1, Math.round(tenant.people.length / 100));
  const draw = drawFrom(tenant, random);

  const leaving = draw(1, ({ isSoftDeleted, purged, assigned }) => isSoftDeleted && !purged && assigned);
  for (const person of leaving.length > 0 ? leaving : draw(1, working)) purge(tenant, person);
  for (const person of draw(1, ({ assigned, purged }) => !assigned && !purged)) person.assigned = true;
  for (const person of draw(share, (each) => inScope(each) && !each.accountEnabled))
    person.accountEnabled = true;
  for (const person of draw(1, working)) person.isSoftDeleted = true;
  for (const person of draw(share, working)) person.accountEnabled = false;
  for (const person of draw(1, working)) person.assigned = false;
  for (const person of draw(2 * share, working)) renamePerson(personnel, person);
  for (const person of draw(2 * share, working)) changeAddress(personnel, person);
  for (const person of draw(2 * share, working)) move(tenant, personnel, person);
  tenant.people.push(newPerson(personnel, bossOf(tenant, random)));
}

type Draw = (count: number, eligible: (person: Person) => boolean) => Person[];

/** Draws people to whom nothing else happens in this round. */
function drawFrom(tenant: Tenant, random: Random): Draw {
  const drawn = new Set([tenant.invitedByHand]);
  return (count, eligible) => {
    const candidates = tenant.people.filter(
      (person) => hasSignInAddress(person) && !drawn.has(person.objectId) && eligible(person),
    );
    const chosen: Person[] = [];
    while (chosen.length < count && candidates.length > 0)
      chosen.push(...candidates.splice(random.below(candidates.length), 1));
    for (const { objectId } of chosen) drawn.add(objectId);
    return chosen;
  };
}

function working(person: Person): boolean {
  return inScope(person) && person.accountEnabled;
}

/** Who reported to a person deleted for good reports to that person's manager from then on. */
function purge(tenant: Tenant, person: Person): void {
  person.isSoftDeleted = true;
  person.purged = true;
  for (const report of tenant.people) if (report.manager === person.objectId) report.manager = person.manager;
}

function move(tenant: Tenant, { random }: Personnel, person: Person): void {
  person.department = random.pick(departments.filter((department) => department !== person.department));
  person.jobTitle = random.pick(jobTitles);
  const boss = bossOf(tenant, random);
  if (boss.objectId !== person.objectId) person.manager = boss.objectId;
}

function bossOf(tenant: Tenant, random: Random): Person {
  return random.pick(tenant.people.filter((person) => working(person) && hasSignInAddress(person)));
}

function hasSignInAddress(person: Person): boolean {
  return person.userPrincipalName.includes("@");
}
