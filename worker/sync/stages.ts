/**
 * What a drain applies, in its order: members first, since access hangs on them, then groups, then who is in which.
 * Each stage says where its work stands, how a batch of it is applied, and how its failure is told.
 */
import { ObjectId } from "mongodb";
import type { Pending } from "../../shared/store/documents.ts";
import type { FailureDraft } from "../../shared/store/failure-writes.ts";
import type { WorkerDeps } from "../deps.ts";
import { applyGroups } from "./groups/apply-groups.ts";
import { applyMemberships } from "./groups/apply-memberships.ts";
import { applyMembers } from "./members/apply-members.ts";

/** A document with work, as far as all stages have it in common. */
export type Work = {
  readonly _id: string | ObjectId;
  readonly organization: string;
  readonly version: number;
  readonly pending?: Pending;
  readonly group?: string;
  readonly attributes?: { readonly userName?: string; readonly displayName?: string };
};

export type Stage = {
  readonly collection: "members" | "groups" | "memberships";
  /**
   * @param only the id of the one document to apply; without it, the batch that is due first
   * @returns how much was taken
   */
  readonly apply: (deps: WorkerDeps, organization: string, only?: string) => Promise<number>;
  /** An id as the collection has it. */
  readonly idOf: (id: string) => Work["_id"];
  /** What is told of work that has failed for good. */
  readonly failureOf: (work: Work) => Omit<FailureDraft, "kind">;
};

export const members: Stage = {
  collection: "members",
  apply: async (deps, organization, only) => {
    const applied = await applyMembers(deps, organization, only);
    deps.queues.mailOut(applied.emails).catch((error: unknown) => {
      deps.log.debug({ err: error, organization }, "e-mails were not queued; the sweeper will find them");
    });
    return applied.members;
  },
  idOf: (id) => id,
  failureOf: ({ _id, attributes }) => ({
    subject: String(_id),
    cause: `The change of ${attributes?.userName ?? "a member"}`,
  }),
};

export const groups: Stage = {
  collection: "groups",
  apply: applyGroups,
  idOf: (id) => id,
  failureOf: ({ _id, attributes }) => ({
    subject: String(_id),
    cause: `The change of the group ${attributes?.displayName ?? "without a name"}`,
  }),
};

export const memberships: Stage = {
  collection: "memberships",
  apply: (deps, organization, only) =>
    applyMemberships(deps, organization, only === undefined ? undefined : new ObjectId(only)),
  idOf: (id) => new ObjectId(id),
  failureOf: ({ group }) => ({ subject: group ?? "", cause: "The change of a membership" }),
};
