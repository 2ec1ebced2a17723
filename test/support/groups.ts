/**
 * The groups of an organization, seen from all sides: as its directory writes and reads them, as its admin has them,
 * and as the feed tells of them.
 */
import { expect } from "vitest";
import {
  changeMemberByHand,
  createByHand,
  presentGroup,
  renameByHand,
  requireGroup,
} from "../../api/organization/groups/groups.ts";
import { requireMember } from "../../api/organization/members/members.ts";
import type { GroupView } from "../../api/organization/schema/group.ts";
import type { Actor } from "../../shared/store/documents.ts";
import type { Event } from "../../shared/store/event-documents.ts";
import type { House } from "./house.ts";
import type { TestOrganization } from "./organization.ts";
import { type Answer, patchOf, schemas } from "./scim-client.ts";

export type TestGroups = {
  /** Posts a group with some members and waits until that is applied; gives back the id. */
  make(displayName: string, members?: readonly string[]): Promise<string>;
  /** Posts a group as it is told; waits for nothing. */
  post(displayName: string, more?: Record<string, unknown>): Promise<Answer>;
  /** Makes a group by hand, puts members into it, and waits until that is applied; gives back the id. */
  makeByHand(displayName: string, members?: readonly string[]): Promise<string>;
  /** Sends a PATCH of some operations, which must be taken, and waits until that is applied. */
  patch(id: string, ...operations: readonly Record<string, unknown>[]): Promise<Answer>;
  /** Renames a group as the admin; waits for nothing. */
  renameByHand(id: string, displayName: string): Promise<void>;
  /** Puts a member into a group as the admin; waits for nothing. */
  addByHand(id: string, member: string): Promise<void>;
  /** Takes a member out of a group as the admin; waits for nothing. */
  removeByHand(id: string, member: string): Promise<void>;
  /** A group as the directory reads it. */
  read(id: string): Promise<Answer["body"]>;
  /** The ETag that the directory is given for a group. */
  etag(id: string): Promise<string | null>;
  /** The ids of the members, as the directory reads them, sorted. */
  members(id: string): Promise<string[]>;
  /** The ids of the groups that the directory finds by a name. */
  named(displayName: string): Promise<string[]>;
  /** The names of the groups that a user is in, as the directory reads the user, sorted. */
  ofMember(member: string): Promise<string[]>;
  /** What the admin is shown. */
  view(id: string): Promise<GroupView>;
  /** The events of a group and of its memberships, in their order. */
  events(id: string): Promise<Pick<Event, "kind" | "actor" | "member" | "detail">[]>;
  /** The kinds of these events. */
  story(id: string): Promise<Event["kind"][]>;
  /** Expects that reads, the admin's count and the feed agree on who is in a group; gives back their ids, sorted. */
  expectOneState(id: string): Promise<string[]>;
  /** All that is to be seen of a group, from all sides. */
  picture(id: string): Promise<Record<string, unknown>>;
  /** Does something of which nothing must be seen in a group: no event, the same members and version. */
  expectNothing(id: string, act: () => Promise<unknown>): Promise<void>;
};

/** Members as a client sends them. */
export function asMembers(ids: readonly string[]): { value: string }[] {
  return ids.map((value) => ({ value }));
}

export function openGroups(
  house: House,
  by: Actor,
  organization: Omit<TestOrganization, "groups">,
): TestGroups {
  const { deps } = house;
  const { id: organizationId, directory, settled } = organization;
  const find = (id: string) => requireGroup(deps, organizationId, id);
  const changeByHand = async (id: string, memberId: string, present: boolean) => {
    const member = await requireMember(deps, organizationId, memberId);
    await changeMemberByHand(deps, await find(id), member, present, by);
  };

  const groups: TestGroups = {
    make: async (displayName, members = []) => {
      const { status, body } = await groups.post(displayName, { members: asMembers(members) });
      expect(status, JSON.stringify(body)).toBe(201);
      await settled();
      return String(body.id);
    },
    post: (displayName, more = {}) =>
      directory.send("POST", "/Groups", { schemas: [schemas.group], displayName, ...more }),
    makeByHand: async (displayName, members = []) => {
      const { _id } = await createByHand(deps, organizationId, { displayName }, by);
      for (const member of members) await changeByHand(_id, member, true);
      await settled();
      return _id;
    },
    patch: async (id, ...operations) => {
      const answer = await directory.send("PATCH", `/Groups/${id}`, patchOf(...operations));
      expect(answer.status, JSON.stringify(answer.body)).toBeOneOf([200, 204]);
      await settled();
      return answer;
    },
    renameByHand: async (id, displayName) => void (await renameByHand(deps, await find(id), displayName, by)),
    addByHand: (id, member) => changeByHand(id, member, true),
    removeByHand: (id, member) => changeByHand(id, member, false),
    read: async (id) => {
      const { status, body } = await directory.send("GET", `/Groups/${id}`);
      expect(status, JSON.stringify(body)).toBe(200);
      return body;
    },
    etag: async (id) => (await directory.send("GET", `/Groups/${id}`)).headers.get("ETag"),
    members: async (id) => {
      const { members } = await groups.read(id);
      return members.map(({ value }: { value: string }) => value).sort();
    },
    named: async (displayName) => {
      const filter = encodeURIComponent(`displayName eq "${displayName}"`);
      const { status, body } = await directory.send("GET", `/Groups?filter=${filter}`);
      expect(status, JSON.stringify(body)).toBe(200);
      return body.Resources.map(({ id }: { id: string }) => id);
    },
    ofMember: async (member) => {
      const user = await organization.read(member);
      return (user.groups ?? []).map(({ display }: { display: string }) => display).sort();
    },
    view: async (id) => presentGroup(deps, await find(id)),
    events: async (id) =>
      (await organization.events())
        .filter(({ group }) => group === id)
        .map(({ kind, actor, member, detail }) => ({
          kind,
          actor,
          ...(member !== undefined && { member }),
          ...(detail !== undefined && { detail }),
        })),
    story: async (id) => (await groups.events(id)).map(({ kind }) => kind),
    expectOneState: async (id) => {
      const members = await groups.members(id);
      const told = new Set<string>();
      for (const { kind, member = "" } of await groups.events(id)) {
        if (kind === "membership.added") expect(told.has(member), `${member} is added twice`).toBe(false);
        if (kind === "membership.removed") expect(told.has(member), `${member} is removed twice`).toBe(true);
        if (kind === "membership.added") told.add(member);
        if (kind === "membership.removed") told.delete(member);
      }
      expect([...told].sort(), "as the feed tells").toEqual(members);
      expect((await groups.view(id)).members, "as they are counted").toBe(members.length);
      return members;
    },
    picture: async (id) => ({
      resource: await groups.read(id),
      etag: await groups.etag(id),
      view: await groups.view(id),
      events: await groups.events(id),
      failures: (await organization.failures()).filter(({ subject }) => subject === id),
    }),
    expectNothing: async (id, act) => {
      const before = await groups.picture(id);
      await act();
      await settled();
      await organization.afterwards();
      expect(await groups.picture(id)).toEqual(before);
    },
  };
  return groups;
}
