/**
 * A membership as either end of it shows the other: an element of a group's `members` (RFC 7643 §4.2), and of a user's
 * `groups` (§4.1.2). Every part of it always has a value.
 */

import { locationOf } from "../scim/resource/resource.ts";
import { groupType } from "../scim/schema/group.ts";
import { userType } from "../scim/schema/user.ts";
import type { Member } from "./documents.ts";
import type { Group } from "./group-documents.ts";

export type MembershipElement = {
  readonly value: string;
  readonly $ref: string;
  readonly display: string;
  readonly type: string;
};

/** What of a member a group shows, as a projection. */
export const shownOfMember = {
  "attributes.displayName": 1,
  "attributes.name.formatted": 1,
  "attributes.userName": 1,
} as const;

/**
 * @param baseUrl the SCIM URL of the organization, without a slash at its end
 * @param sent the name that was sent with the member
 */
export function memberElement(
  { _id, attributes }: Pick<Member, "_id" | "attributes">,
  baseUrl: string,
  sent?: string,
): MembershipElement {
  const display = sent ?? ownName(attributes);
  return { value: _id, $ref: locationOf(userType, _id, baseUrl), display, type: "User" };
}

/** What a member is called where nothing else was sent. */
export function ownName({ displayName, name, userName }: Member["attributes"]): string {
  return displayName ?? name?.formatted ?? userName;
}

/** What of a group a user shows, as a projection. */
export const shownOfGroup = { "attributes.displayName": 1 } as const;

/** @param baseUrl the SCIM URL of the organization, without a slash at its end */
export function groupElement(
  { _id, attributes }: Pick<Group, "_id" | "attributes">,
  baseUrl: string,
): MembershipElement {
  const { displayName } = attributes;
  return { value: _id, $ref: locationOf(groupType, _id, baseUrl), display: displayName, type: "direct" };
}
