/**
 * Groups as an admin makes and changes them by hand. In a linked group the directory has the last word: what is done
 * there by hand goes back (row B36).
 */
import { ScimError } from "../../../shared/scim/error.ts";
import { check } from "../../../shared/scim/resource/resource.ts";
import { type GroupAttributes, groupType } from "../../../shared/scim/schema/group.ts";
import { fold } from "../../../shared/scim/value/fold.ts";
import type { Actor, Member } from "../../../shared/store/documents.ts";
import type { Group } from "../../../shared/store/group-documents.ts";
import type { Store } from "../../../shared/store/store.ts";
import type { ApiDeps } from "../../deps.ts";
import { changeGroup, createGroup, deleteGroup, type GroupChange } from "../../groups/write.ts";
import { Refusal } from "../refusal.ts";
import type { GroupView } from "../schema/group.ts";

/** Presents a group. */
export async function presentGroup({ store }: ApiDeps, group: Group): Promise<GroupView> {
  const { organization, _id } = group;
  const size = await store.groupSizes.findOne({ organization, _id });
  return view(group, size?.members);
}

function view(group: Group, members = 0): GroupView {
  const { _id, origin, directoryKey, pending } = group;
  // A record can be damaged from outside. It is listed all the same, so that somebody sees it.
  const attributes: Partial<GroupAttributes> = group.attributes ?? {};
  return {
    id: _id,
    displayName: attributes.displayName ?? "",
    externalId: attributes.externalId ?? null,
    origin,
    linked: directoryKey !== undefined,
    members,
    pending: pending !== undefined && pending.failedAt === undefined,
  };
}

/** Groups by age, a page at a time. */
export async function listGroups(
  { store }: ApiDeps,
  organization: string,
  page: { after?: string; limit: number },
): Promise<GroupView[]> {
  const { after, limit } = page;
  const found = await store.groups
    .find({
      organization,
      removedAt: { $exists: false },
      ...(after !== undefined && { _id: { $gt: after } }),
    })
    .sort({ _id: 1 })
    .limit(limit)
    .toArray();
  return presentGroups(store, organization, found);
}

/** Presents some groups of an organization. */
export async function presentGroups(
  { groupSizes }: Store,
  organization: string,
  groups: readonly Group[],
): Promise<GroupView[]> {
  const ids = groups.map(({ _id }) => _id);
  const sizes = await groupSizes.find({ organization, _id: { $in: ids } }).toArray();
  const sizeById = new Map(sizes.map(({ _id, members }) => [_id, members]));
  return groups.map((group) => view(group, sizeById.get(group._id)));
}

/**
 * Finds a group by id or name.
 * @throws Refusal where there is none, or more than one
 */
export async function requireGroup({ store }: ApiDeps, organization: string, name: string): Promise<Group> {
  const [group, other] = await store.groups
    .find({
      organization,
      removedAt: { $exists: false },
      $or: [{ _id: name }, { "keys.names": fold(name) }],
    })
    .limit(2)
    .toArray();
  if (!group) throw new Refusal(`${organization} has no group ${name}; give an id or a name.`);
  if (other) throw new Refusal(`${name} names more than one group of ${organization}; give the id.`);
  return group;
}

/**
 * Makes a group by hand.
 * @throws Refusal where another group has the name
 */
export async function createByHand(
  deps: ApiDeps,
  organization: string,
  wanted: { displayName: string; externalId?: string },
  by: Actor,
): Promise<Group> {
  return refusing(async () =>
    createGroup(deps, { organization, actor: by }, { attributes: check(groupType, wanted) }),
  );
}

/**
 * Renames a group by hand; a linked one goes back to the directory's name by itself.
 * @throws Refusal where another group has the name
 */
export async function renameByHand(
  deps: ApiDeps,
  group: Group,
  displayName: string,
  by: Actor,
): Promise<Group> {
  return write(deps, group, by, {
    attributes: (before) => check(groupType, { ...before, displayName }),
    members: undefined,
  });
}

/** Puts a member into a group by hand, or takes one out; in a linked group that goes back by itself. */
export async function changeMemberByHand(
  deps: ApiDeps,
  group: Group,
  member: Member,
  present: boolean,
  by: Actor,
): Promise<Group> {
  const members = { others: "stay" as const, changes: new Map([[member._id, present]]), displays: new Map() };
  return write(deps, group, by, { attributes: (before) => before, members });
}

/**
 * Removes a group by hand; its people stay members.
 * @throws Refusal where the directory owns the group
 */
export async function removeByHand(deps: ApiDeps, group: Group, by: Actor): Promise<void> {
  if (group.directoryKey !== undefined) {
    throw new Refusal(
      `The directory owns the group ${group.attributes.displayName}: unassign or delete it there.`,
    );
  }
  const { organization } = group;
  await deleteGroup(deps, { organization, actor: by }, { find: finder(deps, group), conditional: false });
}

function write(
  deps: ApiDeps,
  group: Group,
  by: Actor,
  change: Pick<GroupChange, "attributes" | "members">,
): Promise<Group> {
  const place = { organization: group.organization, actor: by };
  return refusing(() =>
    changeGroup(deps, place, { ...change, find: finder(deps, group), conditional: false }),
  );
}

function finder({ readGroup }: ApiDeps, { organization, _id, attributes }: Group): () => Promise<Group> {
  return async () => {
    const found = await readGroup(organization, _id);
    if (!found) throw new Refusal(`The group ${attributes.displayName} has been removed.`);
    return found;
  };
}

/** What a directory is told as an error, an admin is told as a refusal. */
async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ScimError) throw new Refusal(error.message);
    throw error;
  }
}
