/**
 * The feed of an organization (row B60): what happened to its members, groups and memberships, and what its admins did
 * about the organization itself.
 */
import type { Actor, Status } from "./documents.ts";

/** Deeds of admins. A follower of members and groups passes over them. */
const deedKinds = [
  "scim.enabled",
  "scim.disabled",
  "key.made",
  "key.ended",
  "settings.updated",
  "provider.updated",
  "provider.removed",
  "token.made",
  "token.ended",
  "failures.retried",
  "failure.dismissed",
] as const;

export const eventKinds = [
  "member.created",
  "member.linked",
  "member.updated",
  "member.invited",
  "member.waiting",
  "member.revoked",
  "member.restored",
  "member.accepted",
  "member.confirmed",
  "member.removed",
  "group.created",
  "group.linked",
  "group.updated",
  "group.reverted",
  "group.removed",
  "membership.added",
  "membership.removed",
  "membership.reverted",
  ...deedKinds,
] as const;

export type EventKind = (typeof eventKinds)[number];

/** What an admin did; `detail` says to what, by a name that is no secret. */
export type Deed = { readonly kind: (typeof deedKinds)[number]; readonly detail?: readonly string[] };

/** One entry of an organization's feed; its number is one more than that of the entry before it. */
export type Event = {
  readonly _id: string;
  readonly organization: string;
  readonly number: number;
  readonly kind: EventKind;
  /** Whom it is about: a member, with where the member stands then; a group; or both, for a membership. */
  readonly member?: string;
  readonly status?: Status | "removed";
  readonly group?: string;
  /** When the change was acknowledged, and when it came into force. */
  readonly since: Date;
  readonly at: Date;
  readonly actor: Actor;
  /**
   * For what was updated, the attributes, and `keys` where a member has new ones; for `member.waiting`, what for; for
   * who was removed, the userName; for a group, its names; for a deed, to what.
   */
  readonly detail?: readonly string[];
};
