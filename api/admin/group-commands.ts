/**
 * The commands about groups.
 */
import type { Group } from "../../shared/store/group-documents.ts";
import type { ApiDeps } from "../deps.ts";
import {
  changeMemberByHand,
  createByHand,
  listGroups,
  presentGroup,
  removeByHand,
  renameByHand,
  requireGroup,
} from "../organization/groups/groups.ts";
import { pageOfGroupMembers } from "../organization/groups/list.ts";
import { requireMember } from "../organization/members/members.ts";
import { requireOrganization } from "../organization/settings/organizations.ts";
import { by, type Command, may, must, organization, pageOf, untilSettled } from "./command.ts";
import { type Options, text } from "./options.ts";

const group = { ...organization, group: must("ID|NAME") };
const membership = { ...group, member: must("ID|USERNAME|ADDRESS") };
const page = { after: may("ID"), limit: may("N") };

export const groupCommands: Readonly<Record<string, Command>> = {
  groups: {
    about: "list the groups, with how many members each has",
    options: { ...organization, ...page },
    run: async (deps, options) => {
      const { _id } = await requireOrganization(deps, text(options, "organization"));
      return { groups: await listGroups(deps, _id, pageOf(options)) };
    },
  },
  "group-members": {
    about: "list the members of a group",
    options: { ...group, ...page },
    run: async (deps, options) => ({
      members: (await pageOfGroupMembers(deps, await found(deps, options), pageOf(options))).items,
    }),
  },
  "create-group": {
    about: "make a group by hand",
    options: { ...organization, name: must("NAME"), "external-id": may("ID") },
    run: async (deps, options) => {
      const { _id } = await requireOrganization(deps, text(options, "organization"));
      const { "external-id": externalId } = options;
      const wanted = { displayName: text(options, "name"), ...(externalId !== undefined && { externalId }) };
      return settled(deps, await createByHand(deps, _id, wanted, by));
    },
  },
  "rename-group": {
    about: "rename a group; one that the directory owns goes back to the directory's name by itself",
    options: { ...group, name: must("NAME") },
    run: async (deps, options) =>
      settled(deps, await renameByHand(deps, await found(deps, options), text(options, "name"), by)),
  },
  "add-to-group": {
    about: "put a member into a group; where the directory owns the group, that goes back by itself",
    options: membership,
    run: changeMember(true),
  },
  "remove-from-group": {
    about: "take a member out of a group; where the directory owns the group, that goes back by itself",
    options: membership,
    run: changeMember(false),
  },
  "delete-group": {
    about: "remove a group that was made by hand; its people stay members",
    options: group,
    run: async (deps, options) => {
      const removed = await found(deps, options);
      await removeByHand(deps, removed, by);
      return { removed: { id: removed._id, displayName: removed.attributes.displayName } };
    },
  },
};

async function found(deps: ApiDeps, options: Options): Promise<Group> {
  return requireGroup(deps, text(options, "organization"), text(options, "group"));
}

function changeMember(present: boolean): Command["run"] {
  return async (deps, options) => {
    const member = await requireMember(deps, text(options, "organization"), text(options, "member"));
    return settled(deps, await changeMemberByHand(deps, await found(deps, options), member, present, by));
  };
}

/** Shows a group once a worker has applied what was done; or as it is, where none does so soon. */
async function settled(deps: ApiDeps, { organization: id, _id }: Group): Promise<{ group: unknown }> {
  const { memberships } = deps.store;
  await untilSettled(async () => {
    const now = await deps.readGroup(id, _id);
    const due = { organization: id, group: _id, "pending.dueAt": { $lte: deps.now() } };
    return !now?.pending && (await memberships.findOne(due)) === null;
  });
  const now = await deps.readGroup(id, _id);
  return { group: now && (await presentGroup(deps, now)) };
}
