/**
 * A group of a tenant: what the directory says, and what the target is known to hold.
 *
 * Always true: no group disappears; one that was deleted is `deleted`.
 */
import { z } from "zod";
import { provisionedShape } from "../provisioned.ts";

export const groupSchema = z.object({
  objectId: z.string(),
  displayName: z.string(),
  /** The objectIds of its direct members: people and other groups. */
  members: z.array(z.string()),
  /** Assigned to the application: it and its direct members that are people are in scope. */
  assigned: z.boolean(),
  deleted: z.boolean(),
  ...provisionedShape,
  /** The ids of the users whom the server is known to hold as its members. */
  sentMembers: z.array(z.string()),
});
export type Group = z.infer<typeof groupSchema>;

export function newGroup(objectId: string, displayName: string, assigned = true): Group {
  const unsent = { scimId: null, sent: null, escrow: null, sentMembers: [] };
  return { objectId, displayName, members: [], assigned, deleted: false, ...unsent };
}
