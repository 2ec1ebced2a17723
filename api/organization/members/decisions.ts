/**
 * What an admin can decide about a member, pure: from the record to the write that says so. Where it is so already there
 * is nothing to write, so deciding twice is deciding once.
 */
import type { AnyBulkWriteOperation } from "mongodb";
import type { Actor, Member, Organization } from "../../../shared/store/documents.ts";
import { decision, removal } from "../../../shared/store/members.ts";
import { Refusal } from "../refusal.ts";
import type { MemberAction } from "../schema/member.ts";
import { isInDirectory } from "./present.ts";

export type Deciding = {
  readonly organization: Pick<Organization, "plan" | "enabled" | "scim">;
  readonly by: Actor;
  readonly now: Date;
  /** Whether access is taken from no owner: whoever cannot make owners does not unmake them. */
  readonly sparesOwners: boolean;
};

/** @returns null where it is so already; throws Refusal where it cannot be had */
type Decide = (member: Member, deciding: Deciding) => AnyBulkWriteOperation<Member> | null;

export const decisions: Readonly<Record<MemberAction, Decide>> = {
  release: (member, { by, now }) => {
    const { standing, released, attributes } = member;
    if (standing.status === "revoked")
      throw new Refusal(`${attributes.userName} is revoked: restore them first.`);
    if (standing.status !== "staged" || released) return null;
    return decision(member, { released: true }, [], by, now);
  },

  inviteAgain: (member, { by, now }) => {
    const { standing, attributes, inviteAgain } = member;
    if (standing.status !== "invited")
      throw new Refusal(`${attributes.userName} has no open invitation: the status is ${standing.status}.`);
    return inviteAgain ? null : decision(member, { inviteAgain: true }, [], by, now);
  },

  revoke: (member, { by, now }) =>
    member.hold ? null : decision(member, { hold: { by, at: now } }, [], by, now),

  restore: (member, { by, now }) => {
    if (member.hold) return decision(member, {}, ["hold"], by, now);
    if (member.attributes.active !== false) return null;
    throw new Refusal(
      `No admin has revoked ${member.attributes.userName}. The directory has this person disabled: enable them there.`,
    );
  },

  remove: (member, { organization, by, now }) => {
    if (member.removedAt) return null;
    if (isInDirectory(member, organization))
      throw new Refusal(
        `The directory owns ${member.attributes.userName}: unassign or delete them there, or revoke them here.`,
      );
    return removal(member, by, now);
  },
};

/** Those that take a member's access away, which the last owner keeps. */
export function takesAccess(action: MemberAction): boolean {
  return action === "revoke" || action === "remove";
}
