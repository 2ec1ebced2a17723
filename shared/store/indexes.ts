/**
 * The indexes. Each begins with the organization, the unique ones too, so that a sharded cluster can hold them; the
 * exceptions are for the sweeper's e-mails, for the TTL, for alerts, of which an organization has one, for organizations
 * whose admins are to be told who waits, and for whoever signs in by e-mail and says only who they are. Each index has its price: a member's update in a turn takes some
 * 0.02 ms longer for every one of them.
 */
import type { Collection, Document } from "mongodb";
import { activityKeptMs } from "./statistics-documents.ts";
import type { Store } from "./store.ts";

/** The name of the index that keeps userNames unique; a duplicate is known by it. */
export const userNameIndex = "organization_userName";

/**
 * The name of the index that holds what is pending, and nothing else. With since when and how many tries, it also tells
 * the operator of the backlog without a look at the records.
 */
export const pendingIndex = "organization_due_since_attempts";

/** The one before it, which did not tell since when. */
const formerPendingIndex = "organization_pending";

/** The one of owners, before there was one of admins and owners. */
const formerOwnersIndex = "organization_1_standing.role_1_standing.status_1";

/** The name of the index that holds the connections that a worker is to look at. */
export const lookIndex = "organization_lookAt";

/** The name of the index that holds the e-mails which are queued, and nothing else. */
export const queuedMailIndex = "dueAt_1";

/** The name of the index that holds the groups whose memberships are still to be cleared. */
export const clearingIndex = "organization_clearing";

/** The name of the index that holds the open failures, and nothing else. */
export const openFailuresIndex = "organization_open";

/** The name of the index that holds those who are invited, by when their invitations end. */
export const openInvitationsIndex = "organization_openInvitations";

/** The name of the index that keeps the names of groups unique. */
export const groupNameIndex = "organization_groupNames";

/** The name of the index of members by status, and in it by userName. */
export const statusIndex = "organization_status";

/** How people expect names in their order: whatever their case. */
export const byShownName = { locale: "en", strength: 2 } as const;

/** For records with work that is acknowledged and not yet applied. */
const pending = {
  key: { organization: 1, "pending.dueAt": 1, "pending.since": 1, "pending.attempts": 1 },
  name: pendingIndex,
  ...has("pending.dueAt"),
};

/** For members who may sign in, as far as their status says; see `mayEnter`. */
const canSignIn = { partialFilterExpression: { "standing.status": { $in: ["accepted", "confirmed"] } } };

/** Makes the indexes that are missing; those that are there stay. */
export async function ensureIndexes(store: Store): Promise<void> {
  const {
    organizations,
    members,
    groups,
    memberships,
    events,
    emails,
    failures,
    alerts,
    connections,
    activity,
  } = store;
  const { sessions, signIns, providerSignIns } = store;
  await Promise.all([
    members.createIndexes([
      {
        key: { organization: 1, "keys.userName": 1 },
        name: userNameIndex,
        unique: true,
        ...has("keys.userName"),
      },
      { key: { organization: 1, "keys.externalId": 1 }, ...has("keys.externalId") },
      { key: { organization: 1, "keys.displayName": 1 }, ...has("keys.displayName") },
      { key: { organization: 1, "keys.familyName": 1 }, ...has("keys.familyName") },
      { key: { organization: 1, "keys.emails": 1 }, ...has("keys.emails") },
      { key: { organization: 1, "keys.address": 1 }, ...has("keys.address") },
      { key: { organization: 1, "keys.manager": 1 }, ...has("keys.manager") },
      { key: { organization: 1, _id: 1 } },
      { key: { organization: 1, "standing.address": 1 }, ...has("standing.address") },
      {
        key: { organization: 1, "standing.waiting.kind": 1, "standing.waiting.since": 1 },
        ...has("standing.waiting.kind"),
      },
      {
        key: { organization: 1, "standing.invitation.tokenHash": 1 },
        ...has("standing.invitation.tokenHash"),
      },
      {
        key: { organization: 1, "standing.role": 1, "standing.status": 1 },
        name: "organization_adminsAndOwners",
        partialFilterExpression: { "standing.role": { $in: ["owner", "admin"] } },
      },
      { key: { "standing.address": 1 }, ...canSignIn },
      { key: { "keys.userName": 1 }, ...canSignIn },
      {
        key: { organization: 1, "standing.status": 1, "standing.invitation.expiresAt": 1 },
        name: openInvitationsIndex,
        partialFilterExpression: { "standing.status": "invited" },
      },
      {
        key: { organization: 1, "standing.status": 1, "keys.userName": 1 },
        name: statusIndex,
        ...has("keys.userName"),
      },
      { key: { organization: 1, "standing.unreachable.since": 1 }, ...has("standing.unreachable.since") },
      { key: { organization: 1, origin: 1, directoryKey: 1 }, partialFilterExpression: { origin: "hand" } },
      pending,
      { key: { forgetAt: 1 }, expireAfterSeconds: 0 },
    ]),
    groups.createIndexes([
      { key: { organization: 1, "keys.names": 1 }, name: groupNameIndex, unique: true, ...has("keys.names") },
      { key: { organization: 1, "keys.externalId": 1 }, ...has("keys.externalId") },
      { key: { organization: 1, _id: 1 } },
      {
        key: { organization: 1, "attributes.displayName": 1, _id: 1 },
        name: "organization_shownNames",
        collation: byShownName,
      },
      { key: { organization: 1, "clearing.at": 1 }, name: clearingIndex, ...has("clearing.at") },
      pending,
      { key: { forgetAt: 1 }, expireAfterSeconds: 0, ...has("forgetAt") },
    ]),
    memberships.createIndexes([
      { key: { organization: 1, group: 1, member: 1 }, unique: true },
      { key: { organization: 1, member: 1, group: 1 }, unique: true },
      pending,
      { key: { forgetAt: 1 }, expireAfterSeconds: 0, ...has("forgetAt") },
    ]),
    events.createIndexes([
      { key: { organization: 1, number: 1 }, unique: true },
      { key: { organization: 1, member: 1, number: 1 }, ...has("member") },
      { key: { organization: 1, group: 1, number: 1 }, ...has("group") },
    ]),
    organizations.createIndexes([{ key: { acceptedSince: 1 }, ...has("acceptedSince") }]),
    emails.createIndexes([
      { key: { organization: 1, tokenHash: 1 }, ...has("tokenHash") },
      { key: { dueAt: 1 }, name: queuedMailIndex, partialFilterExpression: { state: "queued" } },
      { key: { forgetAt: 1 }, expireAfterSeconds: 0, ...has("forgetAt") },
    ]),
    sessions.createIndexes([
      { key: { organization: 1, member: 1 } },
      { key: { expiresAt: 1 }, expireAfterSeconds: 0 },
    ]),
    signIns.createIndexes([
      { key: { organization: 1, member: 1 } },
      { key: { expiresAt: 1 }, expireAfterSeconds: 0 },
    ]),
    providerSignIns.createIndexes([{ key: { expiresAt: 1 }, expireAfterSeconds: 0 }]),
    connections.createIndexes([
      { key: { organization: 1, _id: 1 } },
      { key: { organization: 1, lookAt: 1 }, name: lookIndex, ...has("lookAt") },
    ]),
    failures.createIndexes([
      { key: { organization: 1, state: 1, lastAt: -1, _id: 1 } },
      { key: { organization: 1, subject: 1 } },
      { key: { organization: 1, openedAt: 1 } },
      {
        key: { organization: 1, state: 1, kind: 1, openedAt: 1 },
        name: openFailuresIndex,
        partialFilterExpression: { state: "open" },
      },
    ]),
    activity.createIndexes([
      { key: { organization: 1, at: 1 } },
      { key: { at: 1 }, expireAfterSeconds: activityKeptMs / 1_000 },
    ]),
    alerts.createIndexes([
      { key: { toldAt: 1 } },
      { key: { digests: 1 }, partialFilterExpression: { digests: { $gt: 0 } } },
    ]),
  ]);
  await Promise.all([
    dropFormer(members, formerPendingIndex),
    dropFormer(groups, formerPendingIndex),
    dropFormer(memberships, formerPendingIndex),
    dropFormer(members, formerOwnersIndex),
  ]);
}

/** A database of an earlier version has the index; beside its successor it would only cost. */
async function dropFormer<Stored extends Document>(
  collection: Collection<Stored>,
  name: string,
): Promise<void> {
  // Dropping locks the collection even where there is nothing to drop.
  if (await collection.indexExists(name)) await collection.dropIndex(name);
}

/** An index of those documents alone that have a field. */
function has(field: string) {
  return { partialFilterExpression: { [field]: { $exists: true } } };
}
