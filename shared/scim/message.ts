/**
 * The messages of the protocol that are not resources: PatchOp and ListResponse (RFC 7644 §3.4.2, §3.5.2).
 */
import { z } from "zod";
import { ScimError } from "./error.ts";
import { requireSchema } from "./resource/resource.ts";
import { folded, isObject, type JsonObject, shape } from "./value/value.ts";

/** The most operations that one PATCH may have. */
const operationsMax = 1_000;
/** The longest path of an operation, in UTF-16 code units. */
const pathMaxLength = 2_000;

const operation = z.object({
  op: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["add", "replace", "remove"])),
  path: z
    .string()
    .max(pathMaxLength)
    .nullish()
    .transform((path) => path || undefined),
  value: z.unknown().optional(),
});

/** One operation of a PATCH; `op` in lower case, `path` absent where the value is an object of attributes. */
export type Operation = z.infer<typeof operation>;

/**
 * Decodes the body of a PATCH; the names of its members count in any case. An empty list of operations is taken:
 * it changes nothing, and Microsoft's validator sends it.
 * @throws ScimError invalidSyntax, invalidValue or tooMany
 */
export function decodePatch(body: unknown): readonly Operation[] {
  const sent = requireSchema(body, "urn:ietf:params:scim:api:messages:2.0:PatchOp");
  const operations = folded(sent)["operations"];
  if (!Array.isArray(operations)) {
    throw new ScimError(
      "invalidSyntax",
      `Operations must be a list of operations, but ${shape(operations)} was sent.`,
    );
  }
  if (operations.length > operationsMax) {
    throw new ScimError(
      "tooMany",
      `${operations.length} operations were sent; send at most ${operationsMax} in one PATCH.`,
    );
  }
  return operations.map(decodeOperation);
}

function decodeOperation(sent: unknown, index: number): Operation {
  const read = operation.safeParse(isObject(sent) ? folded(sent) : sent);
  if (read.success) return read.data;
  const wrong = read.error.issues[0]?.path[0];
  if (wrong === "op")
    throw new ScimError("invalidSyntax", `Operation ${index + 1}: op must be add, replace or remove.`);
  if (wrong === "path")
    throw new ScimError(
      "invalidPath",
      `Operation ${index + 1}: path must be a text of at most ${pathMaxLength} characters that names an attribute.`,
    );
  throw new ScimError(
    "invalidSyntax",
    `Operation ${index + 1} must be an object with op, path and value, but ${shape(sent)} was sent.`,
  );
}

/**
 * Encodes a page of a list (RFC 7644 §3.4.2, RFC 9865 §2).
 * @param page how many resources there are in all; where the page was asked for by index, the place of its first
 *   resource, from 1; where it was asked for by cursor and more follow, the next one
 */
export function encodeList(
  page: { readonly total: number; readonly startIndex?: number; readonly nextCursor?: string },
  resources: readonly JsonObject[],
) {
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: page.total,
    ...(page.startIndex !== undefined && { startIndex: page.startIndex }),
    itemsPerPage: resources.length,
    ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }),
    Resources: resources,
  };
}
