/**
 * A person of a tenant: what the directory says, and what the target is known to hold.
 *
 * Always true: nobody disappears; who was deleted for good is `purged`.
 */
import { z } from "zod";
import { provisionedShape } from "../provisioned.ts";

export const personSchema = z.object({
  objectId: z.string(),
  userPrincipalName: z.string(),
  mail: z.string().nullable(),
  mailNickname: z.string(),
  displayName: z.string(),
  givenName: z.string(),
  surname: z.string(),
  jobTitle: z.string().nullable(),
  department: z.string().nullable(),
  employeeId: z.string().nullable(),
  /** The objectId of the manager. */
  manager: z.string().nullable(),
  accountEnabled: z.boolean(),
  isSoftDeleted: z.boolean(),
  /** Assigned to the application by themselves, whatever groups are. */
  assigned: z.boolean(),
  /** Deleted for good. */
  purged: z.boolean(),
  ...provisionedShape,
});
export type Person = z.infer<typeof personSchema>;
