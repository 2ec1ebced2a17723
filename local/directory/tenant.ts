/**
 * A directory tenant: its people, the mapping they are sent by, and what the target is known to hold of each.
 *
 * Always true: the same options give the same tenant, and a saved tenant goes on where it stopped.
 */
import { z } from "zod";
import { defaultMappings, type Mapping, mappingsSchema } from "./mapping.ts";
import { newPerson, type Personnel } from "./personnel.ts";
import { randomFrom } from "./random.ts";

const personSchema = z.object({
  objectId: z.string(),
  userPrincipalName: z.string(),
  mail: z.string().nullable(),
  mailNickname: z.string(),
  displayName: z.string(),
  givenName: z.string(),
  surname: z.string(),
  jobTitle: z.string().nullable(),
  department: z.string().nullable(),
  employeeId: z.string().nullable(),
  /** The objectId of the manager. */
  manager: z.string().nullable(),
  accountEnabled: z.boolean(),
  isSoftDeleted: z.boolean(),
  /** Assigned to the application: in its scope. */
  assigned: z.boolean(),
  /** Deleted for good. */
  purged: z.boolean(),
  /** The id that the server gave; null before it gave one and after a DELETE. */
  scimId: z.string().nullable(),
  /** What the server is known to hold, by target attribute; null exactly when scimId is. */
  sent: z.record(z.string(), z.string()).nullable(),
  /** The last refusal of a person who is to be tried again in the next cycle. */
  escrow: z.object({ status: z.number(), detail: z.string() }).nullable(),
});
export type Person = z.infer<typeof personSchema>;

const tenantSchema = z.object({
  domain: z.string(),
  seed: z.number(),
  /** How often changePeople has been here. */
  changes: z.number(),
  /** The objectId of the person whom the organization had invited before the directory came. */
  invitedByHand: z.string(),
  mappings: mappingsSchema,
  people: z.array(personSchema),
});
export type Tenant = z.infer<typeof tenantSchema>;

const fewestUsers = 5;
const reportsPerManager = 8;

/**
 * Makes a tenant of `users` people, all of them assigned: the second was invited by hand, the last has no address
 * (the target must refuse them), about 3% are disabled, and the others have somebody to report to.
 */
export function createTenant(options: {
  users: number;
  seed: number;
  domain: string;
  mappings?: Mapping[];
}): Tenant {
  const { users, seed, domain, mappings = defaultMappings } = options;
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
  return { domain, seed, changes: 0, invitedByHand: people[1]?.objectId ?? "", mappings, people };
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

/** Somebody whom provisioning applies to, whether enabled or not. */
export function inScope(person: Person): boolean {
  return person.assigned && !person.isSoftDeleted && !person.purged;
}

/** Somebody who is to be deleted in the target. Who was unassigned before gets no DELETE and stays there, inactive. */
export function isDeleted(person: Person): boolean {
  return person.purged && person.assigned;
}

/** A shared device: what it has for a userPrincipalName is no address. */
function withoutAddress(person: Person): void {
  person.userPrincipalName = `kiosk-${person.mailNickname}`;
  person.mail = null;
}
