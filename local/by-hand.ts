/**
 * What an administrator does by hand in the sample organization, before and between the directory's cycles.
 * It can be done again: what is there already is left as it is.
 */
import type { Admin, GroupRow } from "./admin.ts";
import { isGroupInScope } from "./directory/scope.ts";
import { groupMadeByHand, personInvitedByHand, type Tenant } from "./directory/tenant.ts";

/** Invites a person and makes a group with that person, both of whom the directory will find there. */
export async function prepareByHand(admin: Admin, tenant: Tenant): Promise<void> {
  const person = personInvitedByHand(tenant);
  const members = await admin.members();
  const isThere = members.some(({ userName }) => isSameName(userName, person.address));
  if (!isThere) await admin.invite(person);
  console.log(`Invited by hand, before the directory comes: ${person.name} <${person.address}>`);
  const name = groupMadeByHand(tenant);
  if (name === null) return;
  const groups = await admin.groups();
  if (!groups.some(({ displayName }) => isSameName(displayName, name))) await admin.createGroup(name);
  await admin.addToGroup(name, person.address);
  console.log(`Made by hand, with them in it: the group ${name}`);
}

/** Renames a group of the directory's, which the directory is not about to change; the product has to put it back. */
export async function renameByHand(admin: Admin, tenant: Tenant): Promise<void> {
  const rows = new Map((await admin.groups()).map((row) => [row.id, row]));
  const group = tenant.groups.find(
    (each) => isGroupInScope(each) && isUntouched(each.displayName, rows.get(each.scimId ?? "")),
  );
  if (group === undefined || group.scimId === null) return;
  await admin.renameGroup(group.scimId, `${group.displayName} by hand`);
  console.log(`Renamed by hand, to be put back: the group ${group.displayName}`);
}

function isUntouched(displayName: string, row: GroupRow | undefined): boolean {
  return row?.linked === true && !row.pending && row.displayName === displayName;
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
