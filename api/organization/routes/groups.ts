/**
 * The routes about groups and who is in them. In a linked group the directory has the last word.
 */
import type { Group } from "../../../shared/store/group-documents.ts";
import {
  changeMemberByHand,
  createByHand,
  presentGroup,
  removeByHand,
  renameByHand,
} from "../groups/groups.ts";
import { pageOfGroupMembers, pageOfGroups, pageOfMemberGroups } from "../groups/list.ts";
import { Problem } from "../http/problem.ts";
import { type Call, route } from "../http/route.ts";
import { page } from "../schema/common.ts";
import { groupChange, groupMemberPage, groupPage, groupQuery, groupView, newGroup } from "../schema/group.ts";
import { requireById } from "./members.ts";

export const groupRoutes = [
  route("admin", {
    method: "GET",
    path: "/groups",
    summary: "List groups by name, or search them by the beginning of a name",
    query: groupQuery,
    answer: groupPage,
    run: ({ deps, organization, query }) => pageOfGroups(deps, organization, query),
  }),

  route("admin", {
    method: "POST",
    path: "/groups",
    summary: "Make a group by hand",
    body: newGroup,
    status: 201,
    answer: groupView,
    run: async ({ deps, organization, body, by }) => {
      const { displayName, externalId } = body;
      const wanted = { displayName, ...(externalId !== undefined && { externalId }) };
      return presentGroup(deps, await createByHand(deps, organization._id, wanted, by));
    },
  }),

  route("admin", {
    method: "GET",
    path: "/groups/:group",
    summary: "Show a group",
    answer: groupView,
    run: async (call) => presentGroup(call.deps, await found(call)),
  }),

  route("admin", {
    method: "PATCH",
    path: "/groups/:group",
    summary: "Rename a group",
    description: "One that the directory owns goes back to the directory's name by itself.",
    body: groupChange,
    answer: groupView,
    run: async (call) => {
      const { deps, body, by } = call;
      return presentGroup(deps, await renameByHand(deps, await found(call), body.displayName, by));
    },
  }),

  route("admin", {
    method: "DELETE",
    path: "/groups/:group",
    summary: "Remove a group that was made by hand",
    run: async (call) => removeByHand(call.deps, await found(call), call.by),
  }),

  route("admin", {
    method: "GET",
    path: "/groups/:group/members",
    summary: "List the members of a group",
    query: page,
    answer: groupMemberPage,
    run: async (call) => pageOfGroupMembers(call.deps, await found(call), call.query),
  }),

  route("admin", {
    method: "GET",
    path: "/members/:member/groups",
    summary: "List the groups of a member",
    description: "By their ids: those that were made first come first.",
    query: page,
    answer: groupPage,
    run: async ({ deps, organization, params, query }) =>
      pageOfMemberGroups(deps, await requireById(deps, organization._id, params["member"]), query),
  }),

  route("admin", {
    method: "PUT",
    path: "/groups/:group/members/:member",
    summary: "Put a member into a group",
    run: (call) => changeMember(call, true),
  }),

  route("admin", {
    method: "DELETE",
    path: "/groups/:group/members/:member",
    summary: "Take a member out of a group",
    run: (call) => changeMember(call, false),
  }),
];

type Place = Pick<Call<unknown, unknown>, "deps" | "organization" | "params" | "by">;

/** @throws Problem where there is no such group */
async function found({ deps, organization, params }: Omit<Place, "by">): Promise<Group> {
  const group = await deps.readGroup(organization._id, params["group"] ?? "");
  if (!group) throw new Problem("notFound", "There is no such group.");
  return group;
}

async function changeMember(call: Place, present: boolean): Promise<void> {
  const { deps, organization, params, by } = call;
  const group = await found(call);
  const member = await requireById(deps, organization._id, params["member"]);
  await changeMemberByHand(deps, group, member, present, by);
}
