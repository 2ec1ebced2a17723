/**
 * A directory tenant: its people and groups, the mappings they are sent by, and what the target is known to hold of
 * each.
 *
 * Always true: the same options give the same tenant, and a saved tenant goes on where it stopped.
 */
import { z } from "zod";
import { createGroups } from "./groups/assembly.ts";
import { groupSchema } from "./groups/group.ts";
import { defaultMappings, type Mappings, mappingsSchema } from "./mapping/mapping.ts";
import { randomFrom } from "./random.ts";
import { type Person, personSchema } from "./users/person.ts";
import { newPerson, type Personnel } from "./users/personnel.ts";

const tenantSchema = z.object({
  domain: z.string(),
  seed: z.number(),
  /** How often changeTenant has been here. */
  changes: z.number(),
  /** The objectId of the person whom the organization had invited before the directory came. */
  invitedByHand: z.string(),
  /** The objectId of the group that the organization had made before the directory came; "" without groups. */
  madeByHand: z.string().default(""),
  mappings: mappingsSchema,
  people: z.array(personSchema),
  groups: z.array(groupSchema).default([]),
});
export type Tenant = z.infer<typeof tenantSchema>;

export type TenantOptions = {
  users: number;
  /** 0 by default. */
  groups?: number;
  /** Of people in assigned groups: about two for each person by default, where there is room. */
  memberships?: number;
  seed: number;
  domain: string;
  mappings?: Mappings;
};

const fewestUsers = 5;
const reportsPerManager = 8;

/**
 * Makes a tenant of `users` people in scope: the second was invited by hand, the last has no address (the target must
 * refuse them), about 3% are disabled, and the others have somebody to report to. With groups, there are a few more
 * people, who are not in scope; see createGroups. Throws a RangeError where the numbers do not fit each other.
 */
export function createTenant(options: TenantOptions): Tenant {
  const { users, groups: count = 0, memberships, seed, domain, mappings = defaultMappings } = options;
  if (users < fewestUsers) throw new RangeError(`A tenant has at least ${fewestUsers} users`);
  const personnel: Personnel = { random: randomFrom(seed), domain, names: new Set() };
  const people: Person[] = [];
  for (let index = 0; index < users; index++) {
    const manager = index === 0 ? null : (people[Math.floor((index - 1) / reportsPerManager)] ?? null);
    const person = newPerson(personnel, manager);
    if (index === 1) person.mail = person.userPrincipalName;
    else if (index === users - 1) withoutAddress(person);
    else if (index === 2 || index === 3 || personnel.random.chance(0.02)) person.accountEnabled = false;
    people.push(person);
  }
  const invitedByHand = people[1]?.objectId ?? "";
  const wish = { count, invitedByHand, ...(memberships !== undefined && { memberships }) };
  const { groups, outsiders, madeByHand } = createGroups(personnel, people, wish);
  people.push(...outsiders);
  return { domain, seed, changes: 0, invitedByHand, madeByHand, mappings, people, groups };
}

/** As JSON text, with everything needed to go on. */
export function saveTenant(tenant: Tenant): string {
  return JSON.stringify(tenant);
}

/** Throws where the text is not a saved tenant. */
export function loadTenant(text: string): Tenant {
  return tenantSchema.parse(JSON.parse(text));
}

/** Whom to invite in the organization before the first cycle, so that the directory finds a member there. */
export function personInvitedByHand(tenant: Tenant): { address: string; name: string } {
  const person = tenant.people.find(({ objectId }) => objectId === tenant.invitedByHand);
  if (person === undefined) throw new Error("The tenant has nobody who was invited by hand");
  return { address: person.userPrincipalName, name: `${person.givenName} ${person.surname}` };
}

/**
 * The name of the group to make in the organization before the first cycle, so that the directory finds a group there.
 * Who was invited by hand is not a member of it in the directory. Null without groups.
 */
export function groupMadeByHand(tenant: Tenant): string | null {
  return tenant.groups.find(({ objectId }) => objectId === tenant.madeByHand)?.displayName ?? null;
}

/** A shared device: what it has for a userPrincipalName is no address. */
function withoutAddress(person: Person): void {
  person.userPrincipalName = `kiosk-${person.mailNickname}`;
  person.mail = null;
}
