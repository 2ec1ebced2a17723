/**
 * The groups that a member is in, for whoever shows the member.
 */
import { inBatches } from "./batch.ts";
import type { Group } from "./group-documents.ts";
import { shownOfGroup } from "./membership-elements.ts";
import { groupsOfMembers } from "./memberships.ts";
import type { Store } from "./store.ts";

type GroupName = Pick<Group, "_id" | "attributes">;
export type GroupsOfMember = (organization: string, member: string) => Promise<readonly GroupName[]>;

/** Makes the reader. Calls at the same time share their queries. */
export function openGroupsOfMember(store: Store): GroupsOfMember {
  type Key = { readonly organization: string; readonly member: string };
  const read = inBatches(
    async (keys: readonly Key[]) => {
      const found = new Map<Key, readonly GroupName[]>();
      const byOrganization = Map.groupBy(keys, ({ organization }) => organization);
      await Promise.all(
        [...byOrganization].map(async ([organization, own]) => {
          const members = own.map(({ member }) => member);
          const groups = await groupsOfMembers(store, organization, members);
          const names = await namesOf(store, organization, [...groups.values()].flat());
          for (const key of own) {
            const ids = groups.get(key.member) ?? [];
            found.set(
              key,
              ids.flatMap((id) => names.get(id) ?? []),
            );
          }
        }),
      );
      return keys.map((key) => found.get(key) ?? []);
    },
    { itemsMax: 1_000, inFlightMax: 4 },
  );
  return (organization, member) => read({ organization, member });
}

async function namesOf(
  { groups }: Store,
  organization: string,
  ids: readonly string[],
): Promise<Map<string, GroupName>> {
  if (ids.length === 0) return new Map();
  const found = await groups
    .find(
      { organization, _id: { $in: [...new Set(ids)] }, removedAt: { $exists: false } },
      { projection: shownOfGroup },
    )
    .toArray();
  return new Map(found.map((group) => [group._id, group]));
}
