/**
 * An object of the directory in the target: found, created, changed, removed.
 *
 * Always true: a refusal puts the object into escrow and the cycle goes on; only a success changes what the target
 * is known to hold.
 */
import { z } from "zod";
import { type CompiledMapping, matchingOf } from "./mapping/mapping.ts";
import type { Resource } from "./mapping/target-path.ts";
import { heldAfter, heldIn, type Operation, operationsFor, type Wanted } from "./mapping/values.ts";
import { type Answer, type Connection, UnusableServer } from "./wire/connection.ts";
import { isSuccess, listFrom, resourceFrom } from "./wire/message.ts";

export const provisionedShape = {
  /** The id that the server gave; null before it gave one and after a DELETE. */
  scimId: z.string().nullable(),
  /** What the server is known to hold, by target attribute; null exactly when scimId is. */
  sent: z.record(z.string(), z.string()).nullable(),
  /** The last refusal of an object that is to be tried again in the next cycle. */
  escrow: z.object({ status: z.number(), detail: z.string() }).nullable(),
};
const provisionedSchema = z.object(provisionedShape);
type Provisioned = z.infer<typeof provisionedSchema>;

/** How objects of a kind go over the wire: where, with which query when they are read, and by which mappings. */
export type Kind = {
  connection: Connection;
  endpoint: "/Users" | "/Groups";
  query: Record<string, string>;
  mappings: CompiledMapping[];
};

const patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/**
 * Finds an object by the id that the server gave, else by the matching attributes in their order, and notes what the
 * target holds. False where there is none.
 */
export async function match(kind: Kind, object: Provisioned, wanted: Wanted): Promise<boolean> {
  const resource = await find(kind, object, wanted);
  if (resource === null) return false;
  object.scimId = resource.id;
  object.sent = heldIn(kind.mappings, resource);
  return true;
}

export async function create(
  kind: Kind,
  object: Provisioned,
  wanted: Wanted,
  document: Resource,
): Promise<void> {
  const answer = await kind.connection.request("POST", kind.endpoint, { body: document });
  object.scimId = resourceFrom(accepted(answer)).id;
  object.sent = heldAfter({}, operationsFor({}, wanted));
}

/** Sends what differs, in one PATCH, and returns the operations that the server took. */
export async function change(kind: Kind, object: Provisioned, wanted: Wanted): Promise<Operation[]> {
  const held = object.sent ?? {};
  const operations = operationsFor(held, wanted);
  if (operations.length === 0) return [];
  await patch(kind, object, operations);
  object.sent = heldAfter(held, operations);
  return operations;
}

/** Sends operations of any form; an object that is no longer there is to be found or created anew. */
export async function patch(kind: Kind, object: Provisioned, operations: unknown[]): Promise<void> {
  const body = { schemas: [patchOp], Operations: operations };
  const answer = await kind.connection.request("PATCH", pathOf(kind, object.scimId), { body });
  if (answer.status === 404) forget(object);
  accepted(answer);
}

/** What is gone already counts as removed. */
export async function remove(kind: Kind, object: Provisioned): Promise<void> {
  const answer = await kind.connection.request("DELETE", pathOf(kind, object.scimId));
  if (answer.status !== 404) accepted(answer);
  forget(object);
}

export function forget(object: Provisioned): void {
  object.scimId = null;
  object.sent = null;
}

/** Does some work for an object; returns the refusal where the server said no to this one object. */
export async function orEscrow(
  object: Provisioned,
  work: () => Promise<void>,
): Promise<Provisioned["escrow"]> {
  try {
    await work();
    object.escrow = null;
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    object.escrow = { status: cause.answer.status, detail: cause.answer.detail };
  }
  return object.escrow;
}

async function find(kind: Kind, { scimId }: Provisioned, wanted: Wanted) {
  const { connection, endpoint, query, mappings } = kind;
  if (scimId !== null) {
    const answer = await connection.request("GET", pathOf(kind, scimId), { query });
    if (answer.status !== 404) return resourceFrom(accepted(answer));
  }
  for (const { target } of matchingOf(mappings)) {
    const value = wanted[target];
    if (typeof value !== "string") continue;
    const filter = `${target} eq "${value.replace(/["\\]/g, "\\$&")}"`;
    const answer = await connection.request("GET", endpoint, { query: { ...query, filter } });
    if (answer.status === 404)
      throw new UnusableServer("The server answers 404 to a filter instead of an empty list");
    const [found, other] = listFrom(accepted(answer)).Resources;
    if (other !== undefined) throw new Refusal({ ...answer, detail: `${filter} finds more than one` });
    if (found !== undefined)
      return resourceFrom(accepted(await connection.request("GET", pathOf(kind, found.id), { query })));
  }
  return null;
}

/** The server said no to this one object. */
class Refusal extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(answer.detail);
    this.answer = answer;
  }
}

function accepted(answer: Answer): Answer {
  if (!isSuccess(answer)) throw new Refusal(answer);
  return answer;
}

function pathOf({ endpoint }: Kind, scimId: string | null): string {
  if (scimId === null) throw new Error("What has no id in the target has no path there");
  return `${endpoint}/${encodeURIComponent(scimId)}`;
}
