/**
 * What a bulk asks for (RFC 7644 §3.7), as it was sent; what is wrong in one operation concerns that one alone.
 */
import { z } from "zod";
import { ScimError } from "../../../shared/scim/error.ts";
import { requireSchema } from "../../../shared/scim/resource/resource.ts";
import { folded, isObject, shape } from "../../../shared/scim/value/value.ts";

const methods = ["POST", "PUT", "PATCH", "DELETE"] as const;

const operation = z.object({
  method: z.string().toUpperCase().pipe(z.enum(methods)),
  path: z.string().max(500),
  bulkid: z.string().min(1).max(200).nullish(),
  version: z.string().max(200).nullish(),
  data: z.unknown().optional(),
});

type Endpoint = "/Users" | "/Groups";

/** What was sent of an operation that the answer repeats, whether or not it can be read. */
type Echo = { readonly method: string; readonly bulkId?: string };

/** An operation that cannot be read; the answer names the resource all the same, where the path does. */
export type WrongOperation = Echo & {
  readonly wrong: ScimError;
  readonly endpoint?: Endpoint;
  readonly id?: string;
};

export type BulkOperation = Echo & {
  readonly method: (typeof methods)[number];
  readonly endpoint: Endpoint;
  /** The id of the resource, or a reference to another operation; none in a POST. */
  readonly id: string | undefined;
  readonly version: string;
  readonly data: unknown;
};

export type BulkRequest = {
  /** How many operations may fail before the rest is not tried any more. */
  readonly failOnErrors: number;
  readonly operations: readonly (BulkOperation | WrongOperation)[];
};

/**
 * @throws ScimError invalidSyntax where it is no BulkRequest; payloadTooLarge for too many operations
 */
export function decodeBulk(body: unknown, operationsMax: number): BulkRequest {
  const sent = requireSchema(body, "urn:ietf:params:scim:api:messages:2.0:BulkRequest");
  const { operations, failonerrors } = folded(sent);
  if (!Array.isArray(operations)) {
    throw new ScimError(
      "invalidSyntax",
      `Operations must be a list of operations, but ${shape(operations)} was sent.`,
    );
  }
  if (operations.length > operationsMax) {
    throw new ScimError(
      "payloadTooLarge",
      `${operations.length} operations were sent; send at most ${operationsMax} in one bulk.`,
    );
  }
  return { failOnErrors: decodeFailOnErrors(failonerrors), operations: operations.map(decodeOperation) };
}

function decodeFailOnErrors(sent: unknown): number {
  if (sent === undefined || sent === null) return Number.POSITIVE_INFINITY;
  const read = z.int().positive().safeParse(sent);
  if (read.success) return read.data;
  throw new ScimError("invalidSyntax", "failOnErrors must be a whole number above zero.");
}

function decodeOperation(sent: unknown): BulkRequest["operations"][number] {
  const parts = isObject(sent) ? folded(sent) : {};
  const echo = {
    method: typeof parts["method"] === "string" ? parts["method"].slice(0, 20).toUpperCase() : "",
    ...(typeof parts["bulkid"] === "string" && { bulkId: parts["bulkid"].slice(0, 200) }),
  };
  const read = operation.safeParse(parts);
  if (!read.success) return { ...echo, ...target(parts["path"]), wrong: malformed(read.error) };
  const { method, path, bulkid, version, data } = read.data;
  const { endpoint, id } = target(path);
  const isPost = method === "POST";
  if (endpoint === undefined || isPost === (id !== undefined)) return { ...echo, wrong: wrong("path") };
  if (isPost && !bulkid) return { ...echo, endpoint, wrong: wrong("bulkid") };
  if (method !== "DELETE" && !isObject(data)) return { ...echo, ...target(path), wrong: wrong("data") };
  return { ...echo, method, endpoint, id, version: version ?? "", data };
}

/** What a path names: nothing where it is none of ours. */
function target(path: unknown): { endpoint?: Endpoint; id?: string } {
  if (typeof path !== "string") return {};
  const [, endpoint, id] = /^\/?(users|groups)(?:\/([^/?#]{1,500}))?\/?$/i.exec(path) ?? [];
  if (endpoint === undefined) return {};
  return {
    endpoint: endpoint.toLowerCase() === "users" ? "/Users" : "/Groups",
    ...(id !== undefined && { id }),
  };
}

const expected: Readonly<Record<string, string>> = {
  method: `method must be one of ${methods.join(", ")}`,
  path: "path must be /Users or /Groups for a POST, and have the resource's id behind it otherwise",
  bulkid: "bulkId must be a text of at most 200 characters; a POST needs one",
  version: "version must be the text of an ETag",
  data: "data must be an object",
};

function malformed({ issues: [issue] }: z.ZodError): ScimError {
  return wrong(String(issue?.path[0]));
}

function wrong(part: string): ScimError {
  return new ScimError("invalidSyntax", `${expected[part] ?? "an operation must be an object"}.`);
}
