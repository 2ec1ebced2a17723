/**
 * Compares the users of an organization with the people of the directory.
 *
 * Always true: of each person, exactly what the mappings send is compared.
 */
import { type Difference, presence, valuesThatDiffer } from "../difference.ts";
import { heldIn } from "../mapping/values.ts";
import type { Source } from "../source.ts";
import type { Tenant } from "../tenant.ts";
import type { StoredResource } from "../wire/message.ts";
import type { Person } from "./person.ts";
import { wantedOf } from "./wanted.ts";

/** Deleted and refused people must be absent. `users` is the whole list, by id. */
export function compareUsers(
  tenant: Tenant,
  source: Source,
  users: ReadonlyMap<string, StoredResource>,
): Difference[] {
  const differences = tenant.people.flatMap((person) => {
    const { userPrincipalName, scimId } = person;
    const user = scimId === null ? undefined : users.get(scimId);
    const isWanted = isExpected(source, person);
    if (isWanted !== (user !== undefined)) return [presence(userPrincipalName, isWanted)];
    if (user === undefined) return [];
    const wanted = { ...person.sent, ...wantedOf(source, person) };
    return valuesThatDiffer(userPrincipalName, wanted, heldIn(source.users, user));
  });
  return [...differences, ...strangers(tenant, users)];
}

/** Whether the person ought to be there: not after a deletion, nor where the server has refused to create them. */
function isExpected({ scope }: Source, person: Person): boolean {
  if (scope.deletes(person)) return false;
  return person.scimId !== null || (scope.covers(person) && person.escrow === null);
}

/** Users under a name of the tenant's, or written by a directory, who are none of the people provisioned. */
function strangers(tenant: Tenant, users: ReadonlyMap<string, StoredResource>): Difference[] {
  const ids = new Set(tenant.people.map(({ scimId }) => scimId));
  const names = new Set(tenant.people.map(({ userPrincipalName }) => userPrincipalName.toLowerCase()));
  return [...users.values()]
    .filter(({ id }) => !ids.has(id))
    .map(({ id, userName, externalId }) => ({
      name: typeof userName === "string" ? userName : id,
      externalId,
    }))
    .filter(({ name, externalId }) => names.has(name.toLowerCase()) || typeof externalId === "string")
    .map(({ name }) => presence(name, false));
}
