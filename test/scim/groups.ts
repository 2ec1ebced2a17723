/**
 * Groups as a directory makes and reads them, and crowds to put into them.
 */
import { expect } from "vitest";
import { freshMember } from "../../shared/store/members.ts";
import type { House } from "../support/house.ts";
import type { TestOrganization } from "../support/organization.ts";
import { entraUser, schemas } from "../support/scim-client.ts";

/** A group as it is posted or put; without members it says nothing of them. */
export function groupOf(
  displayName: string,
  members?: readonly string[],
  more: Record<string, unknown> = {},
) {
  return {
    schemas: [schemas.group],
    displayName,
    ...(members && { members: members.map((value) => ({ value })) }),
    ...more,
  };
}

/** Posts a group; gives back its id. */
export async function makeGroup(
  { directory }: TestOrganization,
  displayName: string,
  members?: readonly string[],
  more: Record<string, unknown> = {},
): Promise<string> {
  const { status, body } = await directory.send("POST", "/Groups", groupOf(displayName, members, more));
  expect(status, JSON.stringify(body).slice(0, 500)).toBe(201);
  return String(body.id);
}

/** Posts users, by what stands before the @ of their addresses; gives back their ids. */
export async function makeUsers(
  { directory, address }: TestOrganization,
  ...locals: readonly string[]
): Promise<string[]> {
  const ids: string[] = [];
  for (const local of locals) {
    const { status, body } = await directory.send("POST", "/Users", entraUser(address(local)));
    expect(status, JSON.stringify(body)).toBe(201);
    ids.push(String(body.id));
  }
  return ids;
}

/** The ids of a group's members as a GET shows them, in ascending order. */
export async function membersOf({ directory }: TestOrganization, id: string): Promise<string[]> {
  const { status, body } = await directory.send("GET", `/Groups/${id}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return idsOf(body.members);
}

/** The ids in a list of members or groups, in ascending order. */
export function idsOf(list: readonly { readonly value: string }[]): string[] {
  return list.map(({ value }) => value).toSorted();
}

/** Puts members straight into the store, with nothing left to do for them; gives back their ids, in ascending order. */
export async function crowd(house: House, organization: TestOrganization, size: number): Promise<string[]> {
  const { store, newId } = house.deps;
  const at = new Date();
  const members = Array.from({ length: size }, (_, index) => {
    const userName = organization.address(`crowd${index}`);
    const { pending: _pending, ...member } = freshMember({
      _id: newId(),
      organization: organization.id,
      attributes: { userName, displayName: `Person ${index}`, active: true },
      origin: "directory",
      by: { kind: "system" },
      at,
    });
    return member;
  });
  await store.members.insertMany(members, { ordered: false });
  return members.map(({ _id }) => _id).toSorted();
}
