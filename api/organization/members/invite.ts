/**
 * Inviting by hand: an admin names an address, and the worker does the rest as for anyone.
 */
import { isAddress } from "../../../shared/store/address.ts";
import type { Actor, Member } from "../../../shared/store/documents.ts";
import { freshMember, insertion } from "../../../shared/store/members.ts";
import { untilForgotten } from "../../../shared/store/recent.ts";
import type { ApiDeps } from "../../deps.ts";
import { Refusal } from "../refusal.ts";

type Invitee = {
  readonly address: string;
  readonly displayName?: string;
  readonly externalId?: string;
  readonly name?: PersonName;
};

export type PersonName = { readonly givenName: string; readonly familyName: string };

/**
 * Invites a person.
 * @returns the member, staged until a worker has sent the invitation
 * @throws Refusal where the address is none, or belongs to a member already
 */
export async function inviteByHand(
  deps: ApiDeps,
  organization: string,
  invitee: Invitee,
  by: Actor,
): Promise<Member> {
  if (!isAddress(invitee.address)) throw new Refusal(`${invitee.address} is not an e-mail address.`);
  const member = byHand({ id: deps.newId(), organization, by, at: deps.now(), ...invitee });
  const written = await deps.writeMember(insertion(member));
  if (written !== "written") throw new Refusal(`${invitee.address} is a member already.`);
  deps.queues.wake(organization);
  await untilForgotten();
  return member;
}

/** A member who did not come from a directory. What the organization shows for them is theirs (row B13). */
export function byHand(options: Invitee & { id: string; organization: string; by: Actor; at: Date }): Member {
  const { id, organization, address, displayName, externalId, name, by, at } = options;
  const profile = {
    ...(displayName !== undefined && { displayName }),
    ...(externalId !== undefined && { externalId }),
  };
  const attributes = {
    userName: address,
    ...profile,
    ...(name && { name }),
    active: true,
    emails: [{ value: address, type: "work", primary: true }],
  };
  return { ...freshMember({ _id: id, organization, attributes, origin: "hand", by, at }), profile };
}
