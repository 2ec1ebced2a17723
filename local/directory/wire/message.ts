/**
 * The SCIM messages that a server answers with.
 *
 * Always true: an answer that is no SCIM message stops the job, as it would put Entra's into quarantine.
 */
import { z } from "zod";
import { type Answer, UnusableServer } from "./connection.ts";

const listResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

const resourceSchema = z.looseObject({ id: z.string().min(1) });
/** A user or a group. */
export type StoredResource = z.infer<typeof resourceSchema>;

const listSchema = z.object({
  schemas: z.array(z.string()).refine((schemas) => schemas.includes(listResponse), `lacks ${listResponse}`),
  totalResults: z.number(),
  Resources: z.array(resourceSchema).default([]),
});

export function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

export function resourceFrom(answer: Answer): StoredResource {
  return read(answer, resourceSchema, "resource");
}

export function listFrom(answer: Answer): z.infer<typeof listSchema> {
  return read(answer, listSchema, "ListResponse");
}

function read<T>(answer: Answer, schema: z.ZodType<T>, what: string): T {
  const result = schema.safeParse(answer.body);
  if (result.success) return result.data;
  throw new UnusableServer(
    `The server answers with ${answer.status} but no SCIM ${what}: ${z.prettifyError(result.error)}`,
  );
}
