/**
 * What a client wants of a group: its attributes, and who is to be in it. The two go apart here and never meet
 * again: attributes belong to the group, each membership stands for itself. Who is wanted is said as a difference to
 * who is there, or as the whole, so that nobody has to read a million members to add one.
 */
import { ScimError } from "../error.ts";
import { decodePatch, type Operation } from "../message.ts";
import { type Path, parsePath } from "../path.ts";
import { decodeResource } from "../resource/resource.ts";
import type { GroupAttributes } from "../schema/group.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { isObject, type JsonObject, shape } from "../value/value.ts";
import { pickedIds } from "./picked-ids.ts";

/** Who is to be in a group. */
export type WantedMembers = {
  /** Whether those who are not named in `changes` stay as they are, or leave. */
  readonly others: "stay" | "leave";
  /** By the id of the member: true to be in the group, false to be out of it. */
  readonly changes: ReadonlyMap<string, boolean>;
  /** The names that were sent along, by the id of the member. */
  readonly displays: ReadonlyMap<string, string>;
};

/** A whole group as a client sends it; without `members` it says nothing of them. */
export type WantedGroup = { readonly attributes: GroupAttributes; readonly members?: WantedMembers };

/** The changes of a PATCH; those of members are taken out of `operations`, which keep their numbers. */
export type GroupPatch = { readonly operations: readonly Operation[]; readonly members?: WantedMembers };

/** The longest id that a member can have; ours are shorter. */
const idMaxLength = 200;
/** The longest name that is kept with a membership; of one that is longer, none is. */
const displayMaxLength = 200;

/** What groups are in the organization. */
type Groups = ResourceType<GroupAttributes>;

/**
 * Decodes the body of a POST or PUT of a group (RFC 7644 §3.3, §3.5.1).
 * @param type what groups are in the organization
 * @param membersMax how many members one request may name
 * @throws ScimError invalidSyntax, invalidValue; payloadTooLarge for too many members
 */
export function decodeGroup(type: Groups, body: unknown, membersMax: number): WantedGroup {
  if (!isObject(body)) return { attributes: decodeResource(type, body) };
  const { members, ...others } = apart(type, body);
  const attributes = decodeResource(type, others);
  if (members === undefined) return { attributes };
  const wanted = draft();
  replaceAll(wanted, decodeElements(members, membersMax));
  return { attributes, members: wanted };
}

/**
 * Decodes the body of a PATCH of a group (RFC 7644 §3.5.2), in every shape that directories send for members: lists,
 * single objects and bare ids, with a path or without, a Remove with a list or with a filter.
 * @param type what groups are in the organization
 * @param membersMax how many members one request may name
 * @throws ScimError invalidSyntax, invalidPath, invalidValue, mutability or tooMany; payloadTooLarge for too many members
 */
export function decodeGroupPatch(type: Groups, body: unknown, membersMax: number): GroupPatch {
  const wanted = draft();
  const operations = decodePatch(body).map((operation, index) => {
    try {
      return takeMembers(type, operation, wanted, membersMax);
    } catch (error) {
      if (!(error instanceof ScimError)) throw error;
      throw new ScimError(error.fault, `Operation ${index + 1}: ${error.message}`, { cause: error });
    }
  });
  const changed = wanted.others === "leave" || wanted.changes.size > 0;
  return changed ? { operations, members: wanted } : { operations };
}

type Draft = {
  others: "stay" | "leave";
  readonly changes: Map<string, boolean>;
  readonly displays: Map<string, string>;
};

type Element = { readonly id: string; readonly display: string | undefined };

/** Does nothing, and holds the place of an operation on members. */
const nothing: Operation = { op: "add", path: undefined, value: {} };

function draft(): Draft {
  return { others: "stay", changes: new Map(), displays: new Map() };
}

/**
 * Notes what an operation says of members, and gives back what it says of the rest. Keys that name nothing end here:
 * there can be millions of them, and whoever waits for this must not go through them again.
 */
function takeMembers(type: Groups, operation: Operation, wanted: Draft, membersMax: number): Operation {
  const { op, path, value } = operation;
  if (path !== undefined) {
    const target = parsePath(type, path);
    return target && takePath(target, { op, value }, wanted, membersMax) ? nothing : operation;
  }
  if (op === "remove" || !isObject(value)) return operation;
  const others = Object.entries(value).filter(([key, part]) => {
    const target = parsePath(type, key);
    return target && !takePath(target, { op, value: part }, wanted, membersMax);
  });
  return { op, path, value: Object.fromEntries(others) };
}

/** Notes what is done at a path, where that is about members. */
function takePath(
  [first, second]: Path,
  { op, value }: Pick<Operation, "op" | "value">,
  wanted: Draft,
  membersMax: number,
): boolean {
  if (first?.attribute.name !== "members") return false;
  if (second || (first.filter && op !== "remove")) throw immutable();
  if (first.filter) removePicked(wanted, pickedIds(first.filter), membersMax);
  else change(wanted, op, value, membersMax);
  return true;
}

function change(wanted: Draft, op: Operation["op"], value: unknown, membersMax: number): void {
  // Without a value a Remove is about all of them; with one, about those that it names (quirk of Entra).
  const all = op === "remove" && (value === undefined || value === null);
  const elements = all ? [] : decodeElements(value, membersMax);
  if (all || op === "replace") replaceAll(wanted, elements);
  else for (const element of elements) set(wanted, element, op === "add");
  requireFew(wanted.changes.size, membersMax);
}

function replaceAll(wanted: Draft, elements: readonly Element[]): void {
  wanted.others = "leave";
  wanted.changes.clear();
  wanted.displays.clear();
  for (const element of elements) set(wanted, element, true);
}

function set({ changes, displays }: Draft, { id, display }: Element, present: boolean): void {
  changes.set(id, present);
  // Who is taken out and put in again comes with a new name, or without one.
  if (!present) displays.delete(id);
  else if (display !== undefined) displays.set(id, display);
}

function removePicked(wanted: Draft, ids: readonly string[] | "all", membersMax: number): void {
  if (ids === "all") replaceAll(wanted, []);
  else for (const id of ids) set(wanted, { id, display: undefined }, false);
  requireFew(wanted.changes.size, membersMax);
}

/** Splits the members off an object; names count in any case. */
function apart({ schema }: Groups, object: JsonObject): { members?: unknown } & JsonObject {
  const urn = `${schema.id}:members`.toLowerCase();
  const key = Object.keys(object).find((name) => ["members", urn].includes(name.toLowerCase()));
  if (key === undefined) return object;
  const { [key]: members, ...others } = object;
  return { ...others, members };
}

function decodeElements(value: unknown, membersMax: number): Element[] {
  const list = Array.isArray(value) ? value : value === null ? [] : [value];
  requireFew(list.length, membersMax);
  return list.map(decodeElement);
}

/** An element is an object with a `value`, or the bare id. But for its name, what else it holds is ours to say. */
function decodeElement(element: unknown): Element {
  const id = isObject(element) ? partOf(element, "value") : element;
  if (typeof id === "string" && id !== "" && id.length <= idMaxLength && id.isWellFormed())
    return { id, display: displayIn(element) };
  throw new ScimError(
    "invalidValue",
    `members: each value must be the id of a user, a text of at most ${idMaxLength} characters, but ${shape(id)} was sent.`,
  );
}

function displayIn(element: unknown): string | undefined {
  const display = isObject(element) ? partOf(element, "display") : undefined;
  const isKept = typeof display === "string" && display !== "" && display.length <= displayMaxLength;
  return isKept && display.isWellFormed() ? display : undefined;
}

function partOf(element: JsonObject, wanted: string): unknown {
  if (wanted in element) return element[wanted];
  return Object.entries(element).find(([name]) => name.toLowerCase() === wanted)?.[1];
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
