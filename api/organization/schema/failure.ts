/**
 * What failed or waits, why, and what to do about it; and removals that are held for review.
 */
import { z } from "zod";
import { failureKinds, failureStates } from "../../../shared/store/documents.ts";
import { moment, page, pageOf } from "./common.ts";

export const failureView = z
  .object({
    /** Unique in the organization: the kind and the subject. */
    id: z.string(),
    kind: z.enum(failureKinds),
    /** The id of a member or a group, an address, or a key; see `subjectKind`. */
    subject: z.string(),
    subjectKind: z.enum(["member", "group", "other"]),
    /** What people call the subject; null where it is gone, or is what it is called. */
    subjectName: z.string().nullable(),
    /** One line on what happened. */
    headline: z.string(),
    cause: z.string(),
    todo: z.string(),
    /** Whether trying again can help. */
    canRetry: z.boolean(),
    firstAt: moment,
    lastAt: moment,
    openedAt: moment,
    count: z.number(),
    state: z.enum(failureStates),
    resolvedAt: moment.optional(),
  })
  .meta({ id: "Failure" });
export type FailureView = z.infer<typeof failureView>;

export const failureQuery = page.extend({ state: z.enum(failureStates).optional() });
export const failurePage = pageOf(failureView);

export const retried = z.object({
  members: z.number(),
  groups: z.number(),
  memberships: z.number(),
  emails: z.number(),
});

export const heldRemoval = z
  .object({
    id: z.string(),
    userName: z.string(),
    displayName: z.string().nullable(),
    /** Where the member stood before. */
    was: z.string().nullable(),
    removedAt: moment.nullable(),
  })
  .meta({ id: "HeldRemoval" });

export const heldRemovalPage = pageOf(heldRemoval);

/** Some of those that are held, or all. */
export const removalDecision = z.strictObject({
  decision: z.enum(["approve", "undo"]),
  /** One member; without it, all. */
  member: z.string().max(100).optional(),
});

export const decided = z.object({ members: z.number() });
