/**
 * Compares an organization with the directory, person by person, over SCIM.
 *
 * Always true: it only reads, and reports both what is missing and who should not be there.
 */
import { openConnection, type Target, UnusableServer } from "./connection.ts";
import { isSuccess, type User, userListFrom } from "./message.ts";
import { inScope, isDeleted, type Person, type Tenant } from "./tenant.ts";
import { heldIn, type Source, sourceOf, wantedOf } from "./wanted.ts";

export type Difference = { person: string; attribute: string; directory: string; organization: string };

const pageSize = 500;

/**
 * Reads the whole list and compares what the mappings send. Deleted and refused people must be absent; users whom no
 * directory has written (no externalId) and who are nobody of the tenant are not its concern. Throws UnusableServer.
 */
export async function compareWithOrganization(
  tenant: Tenant,
  target: Target,
): Promise<{ checked: number; differences: Difference[] }> {
  const users = await listUsers(target);
  const source = sourceOf(tenant);
  const differences = tenant.people.flatMap((person) => {
    const user = person.scimId === null ? undefined : users.get(person.scimId);
    if (isExpected(person) !== (user !== undefined))
      return [presence(person.userPrincipalName, isExpected(person))];
    return user === undefined ? [] : differencesOf(source, person, user);
  });
  return { checked: tenant.people.length, differences: [...differences, ...strangers(tenant, users)] };
}

async function listUsers(target: Target): Promise<Map<string, User>> {
  const connection = openConnection(target);
  const users = new Map<string, User>();
  try {
    for (let startIndex = 1, total = 1; startIndex <= total; ) {
      const query = { startIndex: String(startIndex), count: String(pageSize) };
      const answer = await connection.request("GET", "/Users", { query });
      if (!isSuccess(answer))
        throw new UnusableServer(`The list cannot be read: ${answer.status} ${answer.detail}`);
      const { totalResults, Resources } = userListFrom(answer);
      if (Resources.length === 0 && totalResults >= startIndex)
        throw new UnusableServer(`The list ends at ${startIndex - 1} of ${totalResults}`);
      for (const user of Resources) users.set(user.id, user);
      startIndex += Resources.length;
      total = totalResults;
    }
    return users;
  } finally {
    connection.close();
  }
}

/** Whether the person ought to be there: not after a deletion, nor where the server has refused to create them. */
function isExpected(person: Person): boolean {
  if (isDeleted(person)) return false;
  return person.scimId !== null || (inScope(person) && person.escrow === null);
}

function differencesOf(source: Source, person: Person, user: User): Difference[] {
  const actual = heldIn(source, user);
  return Object.entries({ ...person.sent, ...wantedOf(source, person) })
    .filter(([attribute, value]) => value !== (actual[attribute] ?? null))
    .map(([attribute, value]) => ({
      person: person.userPrincipalName,
      attribute,
      directory: value ?? "",
      organization: actual[attribute] ?? "",
    }));
}

/** Users under a name of the tenant's, or written by a directory, who are none of the people provisioned. */
function strangers(tenant: Tenant, users: Map<string, User>): Difference[] {
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

function presence(person: string, expected: boolean): Difference {
  const [directory, organization] = expected ? ["present", "absent"] : ["absent", "present"];
  return { person, attribute: "presence", directory, organization };
}
