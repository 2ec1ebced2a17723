/**
 * What a client wants of a group: its attributes, and who is to be in it. The two go apart here and never meet
 * again: attributes belong to the group, each membership stands for itself. Who is wanted is said as a difference to
 * who is there, or as the whole, so that nobody has to read a million members to add one.
 */
import { ScimError } from "./error.ts";
import { type GroupAttributes, groupType } from "./group.ts";
import { decodePatch, type Operation } from "./message.ts";
import { parsePath } from "./path.ts";
import { pickedIds } from "./picked-ids.ts";
import { decodeResource } from "./resource.ts";
import { isObject, type JsonObject, shape } from "./value.ts";

/** Who is to be in a group. */
export type WantedMembers = {
  /** Whether those who are not named in `changes` stay as they are, or leave. */
  readonly others: "stay" | "leave";
  /** By the id of the member: true to be in the group, false to be out of it. */
  readonly changes: ReadonlyMap<string, boolean>;
};

/** A whole group as a client sends it; without `members` it says nothing of them. */
export type WantedGroup = { readonly attributes: GroupAttributes; readonly members?: WantedMembers };

/** The changes of a PATCH; those of members are taken out of `operations`, which keep their numbers. */
export type GroupPatch = { readonly operations: readonly Operation[]; readonly members?: WantedMembers };

/** The longest id that a member can have; ours are shorter. */
const idMaxLength = 200;

/**
 * Decodes the body of a POST or PUT of a group (RFC 7644 §3.3, §3.5.1).
 * @param membersMax how many members one request may name
 * @throws ScimError invalidSyntax, invalidValue; payloadTooLarge for too many members
 */
export function decodeGroup(body: unknown, membersMax: number): WantedGroup {
  if (!isObject(body)) return { attributes: decodeResource(groupType, body) };
  const { members, ...others } = apart(body);
  const attributes = decodeResource(groupType, others);
  if (members === undefined) return { attributes };
  const wanted = draft();
  replaceAll(wanted, decodeIds(members, membersMax));
  return { attributes, members: wanted };
}

/**
 * Decodes the body of a PATCH of a group (RFC 7644 §3.5.2), in every shape that directories send for members: lists,
 * single objects and bare ids, with a path or without, a Remove with a list or with a filter.
 * @param membersMax how many members one request may name
 * @throws ScimError invalidSyntax, invalidPath, invalidValue, mutability or tooMany; payloadTooLarge for too many members
 */
export function decodeGroupPatch(body: unknown, membersMax: number): GroupPatch {
  const wanted = draft();
  const operations = decodePatch(body).map((operation, index) => {
    try {
      return takeMembers(operation, wanted, membersMax);
    } catch (error) {
      if (!(error instanceof ScimError)) throw error;
      throw new ScimError(error.fault, `Operation ${index + 1}: ${error.message}`, { cause: error });
    }
  });
  const changed = wanted.others === "leave" || wanted.changes.size > 0;
  return changed ? { operations, members: wanted } : { operations };
}

type Draft = { others: "stay" | "leave"; readonly changes: Map<string, boolean> };

/** Does nothing, and holds the place of an operation on members. */
const nothing: Operation = { op: "add", path: undefined, value: {} };

function draft(): Draft {
  return { others: "stay", changes: new Map() };
}

/** Notes what an operation says of members, and gives back what it says of the rest. */
function takeMembers(operation: Operation, wanted: Draft, membersMax: number): Operation {
  const { op, path, value } = operation;
  if (path === undefined) {
    if (op === "remove" || !isObject(value)) return operation;
    const { members, ...others } = apart(value);
    if (members !== undefined) change(wanted, op, members, membersMax);
    return { ...operation, value: others };
  }
  const steps = parsePath(groupType, path);
  const [first, second] = steps ?? [];
  if (first?.attribute.name !== "members") return operation;
  if (second || (first.filter && op !== "remove")) throw immutable();
  if (first.filter) removePicked(wanted, pickedIds(first.filter), membersMax);
  else change(wanted, op, value, membersMax);
  return nothing;
}

function change(wanted: Draft, op: Operation["op"], value: unknown, membersMax: number): void {
  // Without a value a Remove is about all of them; with one, about those that it names (quirk of Entra).
  const all = op === "remove" && (value === undefined || value === null);
  const ids = all ? [] : decodeIds(value, membersMax);
  if (all || op === "replace") replaceAll(wanted, ids);
  else for (const id of ids) wanted.changes.set(id, op === "add");
  requireFew(wanted.changes.size, membersMax);
}

function replaceAll(wanted: Draft, ids: readonly string[]): void {
  wanted.others = "leave";
  wanted.changes.clear();
  for (const id of ids) wanted.changes.set(id, true);
}

function removePicked(wanted: Draft, ids: readonly string[] | "all", membersMax: number): void {
  if (ids === "all") replaceAll(wanted, []);
  else for (const id of ids) wanted.changes.set(id, false);
  requireFew(wanted.changes.size, membersMax);
}

/** Splits the members off an object; names count in any case. */
function apart(object: JsonObject): { members?: unknown } & JsonObject {
  const urn = `${groupType.schema.id}:members`.toLowerCase();
  const key = Object.keys(object).find((name) => ["members", urn].includes(name.toLowerCase()));
  if (key === undefined) return object;
  const { [key]: members, ...others } = object;
  return { ...others, members };
}

function decodeIds(value: unknown, membersMax: number): string[] {
  const list = Array.isArray(value) ? value : value === null ? [] : [value];
  requireFew(list.length, membersMax);
  return list.map(decodeId);
}

/** An element is an object with a `value`, or the bare id. What else it holds is ours to say. */
function decodeId(element: unknown): string {
  const id = isObject(element) ? idIn(element) : element;
  if (typeof id === "string" && id !== "" && id.length <= idMaxLength && id.isWellFormed()) return id;
  throw new ScimError(
    "invalidValue",
    `members: each value must be the id of a user, a text of at most ${idMaxLength} characters, but ${shape(id)} was sent.`,
  );
}

function idIn(element: JsonObject): unknown {
  if ("value" in element) return element["value"];
  return Object.entries(element).find(([name]) => name.toLowerCase() === "value")?.[1];
}

function requireFew(count: number, membersMax: number): void {
  if (count <= membersMax) return;
  throw new ScimError(
    "payloadTooLarge",
    `members: ${count} were sent, and one request may name ${membersMax}. Send them in several PATCH requests.`,
  );
}

function immutable(): ScimError {
  return new ScimError(
    "mutability",
    "members: a member cannot be changed into another one; remove the one and add the other.",
  );
}
