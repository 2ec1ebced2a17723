/**
 * Makes the groups of a new tenant.
 *
 * Always true: everybody who was in scope still is, some of them by a group alone.
 */
import type { Random } from "../random.ts";
import type { Person } from "../users/person.ts";
import { newPerson, type Personnel } from "../users/personnel.ts";
import { type Group, newGroup } from "./group.ts";
import { groupNamesFor } from "./group-names.ts";

/**
 * Makes `count` assigned groups with so many memberships (about two for each person by default): the first is the largest, the last one of several is empty,
 * and the second was made by hand in the organization. Every fifth person is in scope only by their groups. Beside
 * them there is one group that is not assigned: it and the second group are within the first, and the people who are
 * members of it alone (the outsiders) are not in scope. Throws a RangeError where there are too few people.
 */
export function createGroups(
  personnel: Personnel,
  people: Person[],
  { count, memberships, invitedByHand }: { count: number; memberships?: number; invitedByHand: string },
): { groups: Group[]; outsiders: Person[]; madeByHand: string } {
  if (count === 0) return { groups: [], outsiders: [], madeByHand: "" };
  const { random } = personnel;
  const nameOf = groupNamesFor([], random);
  const groups = Array.from({ length: count }, () => newGroup(random.guid(), nameOf()));
  const [first, second] = groups;
  const byHand = second ?? first;
  // Neither whom the target refuses nor, in the group made by hand, whom it invited by hand.
  const eligible = people.slice(0, -1).map(({ objectId }) => objectId);
  const sizes = sizesOf(count, eligible.length - 1, memberships);
  for (const [index, group] of groups.entries()) {
    const from = group === byHand ? eligible.filter((objectId) => objectId !== invitedByHand) : eligible;
    group.members = sample(random, from, sizes[index] ?? 0);
  }
  assignByGroup(people, groups, invitedByHand);
  const outsiders = Array.from({ length: Math.ceil(people.length / 50) }, () => ({
    ...newPerson(personnel, people[0] ?? null),
    assigned: false,
  }));
  const nested = newGroup(random.guid(), nameOf(), false);
  nested.members = [...outsiders, ...people.slice(0, 2)].map(({ objectId }) => objectId);
  first?.members.push(nested.objectId, ...(second === undefined ? [] : [second.objectId]));
  return { groups: [...groups, nested], outsiders, madeByHand: byHand?.objectId ?? "" };
}

/** From large to small, as 1, 1/2, 1/3, and so on, with `most` members at most; the last of several has none. */
function sizesOf(count: number, most: number, memberships: number | undefined): number[] {
  const inhabited = count > 2 ? count - 1 : count;
  const room = inhabited * most;
  let rest = memberships ?? Math.min(2 * most, room);
  if (rest > room) throw new RangeError(`${count} groups of so few people have ${room} memberships at most`);
  const weights = Array.from({ length: inhabited }, (_, index) => 1 / (index + 1));
  const share = rest / weights.reduce((sum, weight) => sum + weight, 0);
  const sizes = weights.map((weight) => Math.min(most, Math.floor(weight * share)));
  rest -= sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size) => {
    const more = Math.min(rest, most - size);
    rest -= more;
    return size + more;
  });
}

/** So many of them, none twice. */
function sample(random: Random, items: readonly string[], count: number): string[] {
  const rest = [...items];
  for (let index = 0; index < count; index++) {
    const other = index + random.below(rest.length - index);
    const chosen = rest[other] ?? "";
    rest[other] = rest[index] ?? "";
    rest[index] = chosen;
  }
  return rest.slice(0, count);
}

function assignByGroup(people: Person[], groups: Group[], invitedByHand: string): void {
  const members = new Set(groups.flatMap((group) => group.members));
  for (const [index, person] of people.entries())
    if (index % 5 === 4 && members.has(person.objectId) && person.objectId !== invitedByHand)
      person.assigned = false;
}
