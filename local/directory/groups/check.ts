/**
 * Compares the groups of an organization, and their members, with those of the directory.
 *
 * Always true: each group in scope is read by its id, as the server has it now.
 */
import { z } from "zod";
import { type Difference, presence, valuesThatDiffer } from "../difference.ts";
import { heldIn } from "../mapping/values.ts";
import { isGroupInScope } from "../scope.ts";
import type { Source } from "../source.ts";
import type { Tenant } from "../tenant.ts";
import { type Connection, UnusableServer } from "../wire/connection.ts";
import { forEachInFlight } from "../wire/in-flight.ts";
import { isSuccess, resourceFrom, type StoredResource } from "../wire/message.ts";
import type { Group } from "./group.ts";
import { wantedGroupOf, wantedMembersOf } from "./wanted.ts";

const membersSchema = z.array(z.object({ value: z.string() }));

/** Deleted and refused groups must be absent. `listed` is the whole list, by id, without members. */
export async function compareGroups(
  tenant: Tenant,
  source: Source,
  connection: Connection,
  listed: ReadonlyMap<string, StoredResource>,
  inFlight: number,
): Promise<{ checked: number; memberships: number; differences: Difference[] }> {
  const expected = tenant.groups.filter((group) => isExpected(source, group));
  const nameOf = namesById(tenant);
  const differences = strangers(expected, tenant.groups, listed);
  let memberships = 0;
  await forEachInFlight(inFlight, expected, async (group) => {
    const stored = await readGroup(connection, group);
    const members = wantedMembersOf(source, group);
    memberships += members.length;
    if (stored === null) differences.push(presence(group.displayName, true));
    else differences.push(...differencesOf(source, group, stored, members, nameOf));
  });
  return { checked: expected.length, memberships, differences };
}

/** Whether the group ought to be there: in scope, and not refused when it was to be created. */
function isExpected(source: Source, group: Group): boolean {
  return source.groups !== null && isGroupInScope(group) && (group.scimId !== null || group.escrow === null);
}

async function readGroup(connection: Connection, { scimId }: Group): Promise<StoredResource | null> {
  if (scimId === null) return null;
  const answer = await connection.request("GET", `/Groups/${encodeURIComponent(scimId)}`);
  if (answer.status === 404) return null;
  if (!isSuccess(answer))
    throw new UnusableServer(`A group cannot be read: ${answer.status} ${answer.detail}`);
  return resourceFrom(answer);
}

function differencesOf(
  source: Source,
  group: Group,
  stored: StoredResource,
  members: string[],
  nameOf: (id: string) => string,
): Difference[] {
  const { displayName } = group;
  const read = membersSchema.safeParse(stored["members"] ?? []);
  if (!read.success)
    throw new UnusableServer(`The members of ${displayName} cannot be read: ${z.prettifyError(read.error)}`);
  const wanted = new Set(members);
  const actual = new Set(read.data.map(({ value }) => value));
  return [
    ...valuesThatDiffer(displayName, wantedGroupOf(source, group), heldIn(source.groups ?? [], stored)),
    ...[...wanted.difference(actual)].map((id) => presence(displayName, true, `member ${nameOf(id)}`)),
    ...[...actual.difference(wanted)].map((id) => presence(displayName, false, `member ${nameOf(id)}`)),
  ];
}

/** Groups under a name of the tenant's, or written by a directory, that are none of those expected. */
function strangers(
  expected: Group[],
  all: Group[],
  listed: ReadonlyMap<string, StoredResource>,
): Difference[] {
  const ids = new Set(expected.map(({ scimId }) => scimId));
  const names = new Set(all.map(({ displayName }) => displayName.toLowerCase()));
  return [...listed.values()]
    .filter(({ id }) => !ids.has(id))
    .map(({ id, displayName, externalId }) => ({
      name: typeof displayName === "string" ? displayName : id,
      externalId,
    }))
    .filter(({ name, externalId }) => names.has(name.toLowerCase()) || typeof externalId === "string")
    .map(({ name }) => presence(name, false));
}

/** Of those who are in the target; of anybody else, the id has to do. */
function namesById(tenant: Tenant): (id: string) => string {
  const names = new Map(tenant.people.map(({ scimId, userPrincipalName }) => [scimId, userPrincipalName]));
  return (id) => names.get(id) ?? id;
}
