/**
 * Damage to what is kept of groups, straight in the database: nothing of it is refused there, and none of it can be
 * applied.
 */
import type { House } from "../support/house.ts";
import type { TestOrganization } from "../support/organization.ts";

/** Which document is damaged. */
export type Where = {
  readonly collection: "groups" | "memberships" | "groupSizes";
  readonly filter: object;
};

export function membership(group: string, member: string): Where {
  return { collection: "memberships", filter: { group, member } };
}

export function groupOf(group: string): Where {
  return { collection: "groups", filter: { _id: group } };
}

/** A query by it is refused by the database. */
export const noMember = { member: { $no: "member" } };

/**
 * Damages a document.
 * @param how what it is given instead of what it has
 * @returns how to mend it; its work stays as it is
 */
export async function damageIn(
  { deps }: House,
  organization: TestOrganization,
  { collection, filter }: Where,
  how: object,
): Promise<() => Promise<void>> {
  const documents = deps.store.database.collection(collection);
  const sound = await documents.findOne({ organization: organization.id, ...filter });
  if (!sound) throw new Error("there is nothing to damage");
  await documents.updateOne({ _id: sound._id }, { $set: how });
  const before = Object.fromEntries(Object.keys(how).map((name) => [name, sound[name]]));
  return async () => void (await documents.updateOne({ _id: sound._id }, { $set: before }));
}
