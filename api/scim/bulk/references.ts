/**
 * References from one operation of a bulk to the resource that another one makes: `bulkId:` and the other's bulkId, as
 * the value of an attribute or as the id in a path (RFC 7644 §3.7.2).
 */
import { isObject } from "../../../shared/scim/value/value.ts";
import type { BulkOperation, WrongOperation } from "./request.ts";

const prefix = "bulkId:";

/** How others refer to what the operation with a bulkId makes. */
export function referenceTo(bulkId: string): string {
  return prefix + bulkId;
}

/** The bulkIds that an operation refers to. */
export function referencesOf(operation: BulkOperation | WrongOperation): ReadonlySet<string> {
  const found = new Set<string>();
  if ("wrong" in operation) return found;
  collect(operation.data, found);
  collect(operation.id, found);
  return found;
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value === "string") {
    if (value.startsWith(prefix)) found.add(value.slice(prefix.length));
  } else if (Array.isArray(value)) for (const element of value) collect(element, found);
  else if (isObject(value)) for (const part of Object.values(value)) collect(part, found);
}

/**
 * Puts ids in the place of references. In the data a reference whose id is not known yet goes, and with it the object
 * that it was the value of: without it the object says nothing.
 */
export function resolved(
  operation: BulkOperation | WrongOperation,
  ids: ReadonlyMap<string, string>,
): BulkOperation | WrongOperation {
  if ("wrong" in operation) return operation;
  const id = replaced(operation.id, ids);
  return {
    ...operation,
    id: typeof id === "string" ? id : operation.id,
    data: replaced(operation.data, ids),
  };
}

function replaced(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string")
    return value.startsWith(prefix) ? ids.get(value.slice(prefix.length)) : value;
  if (Array.isArray(value))
    return value.map((element) => replaced(element, ids)).filter((element) => element !== undefined);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, replaced(part, ids)] as const);
  const lost = entries.some(([key, part]) => part === undefined && key.toLowerCase() === "value");
  return lost ? undefined : Object.fromEntries(entries.filter(([, part]) => part !== undefined));
}
