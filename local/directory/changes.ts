/**
 * What happens in a tenant between two cycles.
 *
 * Always true: nobody is changed twice in one round, and the one who was invited by hand and those whom the target
 * never took stay as they are.
 */
import { changeGroups } from "./groups/changes.ts";
import { type Random, randomFrom } from "./random.ts";
import type { Tenant } from "./tenant.ts";
import { changePeople } from "./users/changes.ts";
import type { Person } from "./users/person.ts";

/** Makes the next round of changes: of people, then, where there are groups, of groups and their members. */
export function changeTenant(tenant: Tenant): void {
  tenant.changes += 1;
  const random = randomFrom(tenant.seed + tenant.changes * 7919);
  const draw = drawFrom(tenant, random);
  changePeople(tenant, random, draw);
  if (tenant.groups.length > 0) changeGroups(tenant, random, draw);
}

export type Draw = (count: number, eligible: (person: Person) => boolean) => Person[];

/** Draws people to whom nothing else happens in this round. */
function drawFrom(tenant: Tenant, random: Random): Draw {
  const drawn = new Set([tenant.invitedByHand]);
  return (count, eligible) => {
    const candidates = tenant.people.filter(
      (person) => person.userPrincipalName.includes("@") && !drawn.has(person.objectId) && eligible(person),
    );
    const chosen: Person[] = [];
    while (chosen.length < count && candidates.length > 0)
      chosen.push(...candidates.splice(random.below(candidates.length), 1));
    for (const { objectId } of chosen) drawn.add(objectId);
    return chosen;
  };
}
