/**
 * A group, as an admin sees it and changes it.
 */
import { z } from "zod";
import { page, pageOf } from "./common.ts";

export const groupView = z
  .object({
    id: z.string(),
    displayName: z.string(),
    externalId: z.string().nullable(),
    origin: z.enum(["directory", "hand"]),
    /** Whether the directory has the last word on its name and members. */
    linked: z.boolean(),
    /** How many members are in force. */
    members: z.number(),
    pending: z.boolean(),
  })
  .meta({ id: "Group" });
export type GroupView = z.infer<typeof groupView>;

export const groupQuery = page.extend({
  /** The beginning of a name. With it there is one page. */
  search: z.string().trim().max(200).optional(),
  ids: z
    .string()
    .max(20_000)
    .transform((text) => text.split(",").filter((id) => id !== ""))
    .optional(),
});
export type GroupQuery = z.infer<typeof groupQuery>;

export const groupPage = pageOf(groupView);

export const newGroup = z.strictObject({
  displayName: z.string().trim().min(1).max(256),
  externalId: z.string().min(1).max(256).optional(),
});

export const groupChange = z.strictObject({ displayName: z.string().trim().min(1).max(256) });

/** One who is in a group. */
export const groupMember = z
  .object({ id: z.string(), userName: z.string(), displayName: z.string().nullable() })
  .meta({ id: "GroupMember" });

export const groupMemberPage = pageOf(groupMember);
