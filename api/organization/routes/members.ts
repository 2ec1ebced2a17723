/**
 * The routes about members: finding them, inviting by hand, and deciding about one or many.
 */
import type { Member } from "../../../shared/store/documents.ts";
import type { ApiDeps } from "../../deps.ts";
import { Problem } from "../http/problem.ts";
import { type Call, route } from "../http/route.ts";
import { actOnMembers, releaseAll } from "../members/actions.ts";
import { inviteByHand } from "../members/invite.ts";
import { pageOfMembers, showMember } from "../members/list.ts";
import { changeRole, giveProfile } from "../members/members.ts";
import { decided } from "../schema/failure.ts";
import {
  bulkOutcome,
  invitee,
  type MemberView,
  memberBulk,
  memberBulkOfAll,
  memberChange,
  memberPage,
  memberQuery,
  memberView,
} from "../schema/member.ts";

export const memberRoutes = [
  route("admin", {
    method: "GET",
    path: "/members",
    summary: "List members by userName, or search them by the beginning of a name",
    query: memberQuery,
    answer: memberPage,
    run: ({ deps, organization, query }) => pageOfMembers(deps, organization, query),
  }),

  route("admin", {
    method: "GET",
    path: "/members/:member",
    summary: "Show a member",
    answer: memberView,
    run: ({ deps, organization, params }) => shown({ deps, organization }, params["member"]),
  }),

  route("admin", {
    method: "POST",
    path: "/members",
    summary: "Invite a person by hand",
    body: invitee,
    status: 201,
    answer: memberView,
    run: async ({ deps, organization, body, by }) => {
      const { address, displayName, externalId } = body;
      const wanted = {
        address,
        ...(displayName !== undefined && { displayName }),
        ...(externalId !== undefined && { externalId }),
      };
      const { _id } = await inviteByHand(deps, organization._id, wanted, by);
      return shown({ deps, organization }, _id);
    },
  }),

  route("admin", {
    method: "PATCH",
    path: "/members/:member",
    summary: "Change a member's role, or who owns the shown profile",
    description: "Roles are given by owners alone, and not by tokens.",
    body: memberChange,
    answer: memberView,
    run: async (call) => {
      const { deps, organization, params, body, by } = call;
      const { role, profileOwner } = body;
      if (role !== undefined) requireOwner(call);
      const member = await requireById(deps, organization._id, params["member"]);
      if (profileOwner !== undefined) await giveProfile(deps, member, profileOwner, by);
      if (role !== undefined) await changeRole(deps, member, role, by);
      return shown(call, member._id);
    },
  }),

  route("admin", {
    method: "POST",
    path: "/members/actions",
    summary: "Do one thing to some members, each for itself",
    description:
      "What is so already counts as done. Each who is refused is listed with the reason. From an owner, access is taken by owners alone, and not by tokens.",
    body: memberBulk,
    answer: bulkOutcome,
    run: (call) => {
      const { deps, organization, body, by } = call;
      return actOnMembers(deps, organization, body.action, body.ids, by, { sparesOwners: !isOwner(call) });
    },
  }),

  route("admin", {
    method: "POST",
    path: "/members/actions/all",
    summary: "Release the invitations of all who are staged",
    body: memberBulkOfAll,
    answer: decided,
    run: async ({ deps, organization, by }) => ({ members: await releaseAll(deps, organization._id, by) }),
  }),
];

type Place = Pick<Call<undefined, undefined>, "deps" | "organization">;

/** @throws Problem where there is no such member */
export async function shown({ deps, organization }: Place, id = ""): Promise<MemberView> {
  const member = await showMember(deps, organization, id);
  if (!member) throw notFound();
  return member;
}

/** @throws Problem where there is no such member */
export async function requireById(deps: ApiDeps, organization: string, id = ""): Promise<Member> {
  const member = await deps.readMember(organization, id);
  if (!member) throw notFound();
  return member;
}

function requireOwner(call: Pick<Call<unknown, unknown>, "caller">): void {
  if (!isOwner(call)) throw new Problem("forbidden", "Only an owner who is signed in gives roles.");
}

function isOwner({ caller }: Pick<Call<unknown, unknown>, "caller">): boolean {
  return caller.kind === "session" && caller.member.standing.role === "owner";
}

function notFound(): Problem {
  return new Problem("notFound", "There is no such member.");
}
