/**
 * Does one operation of a bulk, and tells its outcome as the answer does (RFC 7644 §3.7.3).
 */
import { encodeError, ScimError } from "../../../shared/scim/error.ts";
import { decodeGroup, decodeGroupPatch } from "../../../shared/scim/group-write/group-write.ts";
import { etagOf, locationOf } from "../../../shared/scim/resource/resource.ts";
import type { ApiDeps } from "../../deps.ts";
import type { ScimState } from "../context.ts";
import * as groups from "../groups/operations.ts";
import { unconditional } from "../precondition.ts";
import { isOurs, toProblem } from "../problem.ts";
import * as users from "../users/operations.ts";
import type { BulkOperation, WrongOperation } from "./request.ts";

/** What became of an operation. */
export type Outcome = {
  readonly status: number;
  readonly id?: string;
  readonly version?: string;
  /** The error's body. */
  readonly response?: object;
};

/**
 * @param lost the bulkIds that it refers to and that stand for nothing
 */
export async function perform(
  deps: ApiDeps,
  state: ScimState,
  operation: BulkOperation | WrongOperation,
  lost: readonly string[],
): Promise<Outcome> {
  try {
    if ("wrong" in operation) throw operation.wrong;
    if (lost.length > 0) throw unresolved(lost);
    const written = await (operation.endpoint === "/Users" ? onUser : onGroup)(deps, state, operation);
    const status = { POST: 201, PUT: 200, PATCH: 200, DELETE: 204 }[operation.method];
    if (!written) return { status, ...(operation.id !== undefined && { id: operation.id }) };
    return { status, id: written._id, version: etagOf(written.version) };
  } catch (error) {
    const { method, id } = operation;
    // All but a failed POST are told of with their location (RFC 7644 §3.7.3).
    return { ...failed(deps, state, error), ...(method !== "POST" && id !== undefined && { id }) };
  }
}

function failed({ log }: ApiDeps, { requestId }: ScimState, error: unknown): Outcome {
  const problem = toProblem(error, requestId);
  if (isOurs(problem)) log.error({ err: error, requestId }, "an operation of a bulk failed");
  return { status: problem.status, response: encodeError(problem) };
}

/** Encodes an operation with its outcome. */
export function encodeOutcome(
  { types, baseUrl }: ScimState,
  sent: BulkOperation | WrongOperation,
  { status, id, version, response }: Outcome,
) {
  const type = "endpoint" in sent && sent.endpoint === "/Groups" ? types.Group : types.User;
  return {
    method: sent.method,
    ...(sent.bulkId !== undefined && { bulkId: sent.bulkId }),
    ...(id !== undefined && { location: locationOf(type, id, baseUrl) }),
    ...(version !== undefined && { version }),
    status: String(status),
    ...(response && { response }),
  };
}

function unresolved([bulkId = ""]: readonly string[]): ScimError {
  return new ScimError(
    "conflict",
    `bulkId:${bulkId.slice(0, 200)} stands for no resource: no operation of this bulk makes it, or that one failed.`,
  );
}

type Written = { readonly _id: string; readonly version: number };

/** @returns the resource as it is then; nothing where it was removed */
async function onUser(
  deps: ApiDeps,
  state: ScimState,
  operation: BulkOperation,
): Promise<Written | undefined> {
  const { method, data } = operation;
  const target = targetOf(operation);
  switch (method) {
    case "POST":
      return users.postUser(deps, state, data);
    case "PUT":
      return users.putUser(deps, state, target, data);
    case "PATCH":
      return users.patchUser(deps, state, target, data);
    case "DELETE":
      await users.deleteUser(deps, state, target);
      return undefined;
  }
}

async function onGroup(
  deps: ApiDeps,
  state: ScimState,
  operation: BulkOperation,
): Promise<Written | undefined> {
  const { method, data } = operation;
  const target = targetOf(operation);
  const { GROUP_MEMBERS_MAX } = deps.config;
  switch (method) {
    case "POST":
      return groups.postGroup(deps, state, decodeGroup(state.types.Group, data, GROUP_MEMBERS_MAX));
    case "PUT":
      return groups.putGroup(deps, state, target, decodeGroup(state.types.Group, data, GROUP_MEMBERS_MAX));
    case "PATCH":
      return groups.patchGroup(
        deps,
        state,
        target,
        decodeGroupPatch(state.types.Group, data, GROUP_MEMBERS_MAX),
      );
    case "DELETE":
      await groups.deleteGroup(deps, state, target);
      return undefined;
  }
}

function targetOf({ id = "", version }: BulkOperation) {
  return { id, conditions: { ...unconditional, match: version } };
}
