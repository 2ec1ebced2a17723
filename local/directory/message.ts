/**
 * The SCIM messages that a server answers with.
 *
 * Always true: an answer that is no SCIM message stops the job, as it would put Entra's into quarantine.
 */
import { z } from "zod";
import { type Answer, UnusableServer } from "./connection.ts";

const listResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

const userSchema = z.looseObject({ id: z.string().min(1) });
export type User = z.infer<typeof userSchema>;

const listSchema = z.object({
  schemas: z.array(z.string()).refine((schemas) => schemas.includes(listResponse), `lacks ${listResponse}`),
  totalResults: z.number(),
  Resources: z.array(userSchema).default([]),
});
export type UserList = z.infer<typeof listSchema>;

export function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

export function userFrom(answer: Answer): User {
  return read(answer, userSchema, "user");
}

export function userListFrom(answer: Answer): UserList {
  return read(answer, listSchema, "ListResponse");
}

function read<T>(answer: Answer, schema: z.ZodType<T>, what: string): T {
  const result = schema.safeParse(answer.body);
  if (result.success) return result.data;
  throw new UnusableServer(
    `The server answers with ${answer.status} but no SCIM ${what}: ${z.prettifyError(result.error)}`,
  );
}
