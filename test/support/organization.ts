/**
 * An organization in a house, seen from all sides: its directory, its admin, its mail, its records.
 */
import { randomBytes } from "node:crypto";
import type { ParsedMail } from "mailparser";
import { expect } from "vitest";
import { enableScim } from "../../api/organization/directory/keys.ts";
import { type ListedFailure, listFailures } from "../../api/organization/failures/failures.ts";
import { type FeedEvent, listEvents } from "../../api/organization/feed/events.ts";
import { inviteByHand } from "../../api/organization/members/invite.ts";
import { listMembers } from "../../api/organization/members/members.ts";
import type { MemberView } from "../../api/organization/schema/member.ts";
import { createOrganization, requireOrganization } from "../../api/organization/settings/organizations.ts";
import type { RemovalGuard } from "../../shared/removal-guard.ts";
import type { Actor, Plan } from "../../shared/store/documents.ts";
import type { Event } from "../../shared/store/event-documents.ts";
import { eventually } from "./eventually.ts";
import { openGroups, type TestGroups } from "./groups.ts";
import type { House } from "./house.ts";
import { type Answer, entraUser, patchOf, type ScimClient, scimClient } from "./scim-client.ts";

export const admin: Actor = { kind: "admin", id: "test" };

export type TestOrganization = {
  readonly id: string;
  readonly key: string;
  readonly keyId: string;
  readonly directory: ScimClient;
  readonly groups: TestGroups;
  /** An address of this organization alone, by what stands before the @. */
  address(local: string): string;
  /** Posts a user and waits until the workers have done what follows from it; gives back the id. */
  provision(local: string, more?: Record<string, unknown>): Promise<string>;
  /** Invites a person by hand and waits until the invitation is out; gives back the id. */
  inviteByHand(local: string, more?: { displayName?: string; externalId?: string }): Promise<string>;
  /** Sends a PATCH of some operations and waits until the workers have done what follows from it. */
  patch(id: string, ...operations: readonly Record<string, unknown>[]): Promise<Answer>;
  /** Disables or enables a user as Entra does, and waits until that is applied. */
  setActive(id: string, active: "True" | "False"): Promise<void>;
  /** Deletes a user and waits until that is applied. */
  remove(id: string): Promise<void>;
  /** A user as the directory reads it. */
  read(id: string): Promise<Answer["body"]>;
  /** The ids of the users that the directory finds by a filter. */
  find(filter: string): Promise<string[]>;
  /** The e-mails to an address of the organization, oldest first. */
  mails(local: string): ParsedMail[];
  /** All that is to be seen of a member, from all sides. */
  picture(id: string): Promise<Record<string, unknown>>;
  /** Lets something later happen and be seen, so that what must not happen has had its time. */
  afterwards(): Promise<void>;
  /** Waits until nothing is pending and no e-mail is queued. */
  settled(deadlineMs?: number): Promise<void>;
  members(): Promise<MemberView[]>;
  member(id: string): Promise<MemberView>;
  events(member?: string): Promise<FeedEvent[]>;
  /** The kinds of a member's events, in their order. */
  story(member: string): Promise<Event["kind"][]>;
  failures(state?: ListedFailure["state"]): Promise<ListedFailure[]>;
  seats(): Promise<{ bought: number; used: number }>;
};

/** Makes an organization with SCIM on. Its owner holds one of the seats. */
export async function openOrganization(
  house: House,
  options: { seats?: number; plan?: Plan; removalGuard?: RemovalGuard } = {},
): Promise<TestOrganization> {
  const { deps } = house;
  const id = `org-${randomBytes(6).toString("hex")}`;
  const address = (local: string) => `${local}@${id}.example`;
  await createOrganization(deps, {
    id,
    name: `Organization ${id}`,
    owner: address("owner"),
    plan: options.plan ?? "enterprise",
    seats: options.seats ?? 1_000,
  });
  // Most tests remove whom they like; those of the guard say what it is to be.
  const removalGuard = options.removalGuard ?? "off";
  await deps.store.organizations.updateOne({ _id: id }, { $set: { "settings.removalGuard": removalGuard } });
  const { scimUrl, scimKey, key } = await enableScim(deps, id);
  const directory = scimClient(scimUrl, scimKey);
  let later = 0;
  const members = async () => listMembers(deps, await requireOrganization(deps, id), { limit: 100_000 });

  const organization: Omit<TestOrganization, "groups"> = {
    id,
    key: scimKey,
    keyId: key.id,
    directory,
    address,
    provision: async (local, more = {}) => {
      const { status, body } = await directory.send("POST", "/Users", entraUser(address(local), more));
      expect(status, JSON.stringify(body)).toBe(201);
      await organization.settled();
      return String(body.id);
    },
    inviteByHand: async (local, more = {}) => {
      const { _id } = await inviteByHand(deps, id, { address: address(local), ...more }, admin);
      await organization.settled();
      return _id;
    },
    patch: async (memberId, ...operations) => {
      const answer = await directory.send("PATCH", `/Users/${memberId}`, patchOf(...operations));
      await organization.settled();
      return answer;
    },
    setActive: async (memberId, active) => {
      const { status } = await organization.patch(memberId, { op: "Replace", path: "active", value: active });
      expect(status).toBe(200);
    },
    remove: async (memberId) => {
      expect((await directory.send("DELETE", `/Users/${memberId}`)).status).toBe(204);
      await organization.settled();
    },
    read: async (memberId) => {
      const { status, body } = await directory.send("GET", `/Users/${memberId}`);
      expect(status, JSON.stringify(body)).toBe(200);
      return body;
    },
    find: async (filter) => {
      const { status, body } = await directory.send("GET", `/Users?filter=${encodeURIComponent(filter)}`);
      expect(status, JSON.stringify(body)).toBe(200);
      return body.Resources.map((resource: { id: string }) => resource.id);
    },
    mails: (local) => house.mailbox.to(address(local)),
    picture: async (memberId) => {
      const member = await organization.member(memberId);
      return {
        member,
        resource: await organization.read(memberId),
        events: await organization.events(memberId),
        failures: (await organization.failures()).filter(({ subject }) => subject === memberId),
        mails: member.address === null ? 0 : house.mailbox.to(member.address).length,
      };
    },
    afterwards: async () => {
      later += 1;
      await organization.provision(`later-${later}`);
    },
    settled: (deadlineMs) =>
      eventually(async () => {
        const due = { organization: id, pending: { $exists: true }, "pending.failedAt": { $exists: false } };
        const { members, groups, memberships } = deps.store;
        expect(await members.countDocuments(due), "members with pending work").toBe(0);
        expect(await groups.countDocuments(due), "groups with pending work").toBe(0);
        expect(await memberships.countDocuments(due), "memberships with pending work").toBe(0);
        expect(
          await groups.countDocuments({ organization: id, clearing: { $exists: true } }),
          "groups that are cleared",
        ).toBe(0);
        expect(
          await deps.store.emails.countDocuments({ organization: id, state: "queued" }),
          "e-mails in the queue",
        ).toBe(0);
      }, deadlineMs),
    members,
    member: async (memberId) => {
      const found = (await members()).find((member) => member.id === memberId);
      if (!found) throw new Error(`there is no member ${memberId}`);
      return found;
    },
    events: async (member) => {
      const all = await listEvents(deps, id, 0, 100_000);
      return member === undefined ? all : all.filter((event) => event.member === member);
    },
    story: async (member) => (await organization.events(member)).map(({ kind }) => kind),
    failures: (state) => listFailures(deps, id, state),
    seats: async () => (await requireOrganization(deps, id)).seats,
  };
  return { ...organization, groups: openGroups(house, admin, organization) };
}
