/**
 * In which order the operations of a bulk are done: as they were sent, those of one method that follow each other at
 * the same time. One that refers to a resource waits until that is made, and with it whatever is about the same
 * resource; where all wait for each other, one is done without what it refers to, to be completed later.
 */
import { invariant } from "../../../shared/invariant.ts";
import { ScimError } from "../../../shared/scim/error.ts";
import { fold } from "../../../shared/scim/value/fold.ts";
import { isObject } from "../../../shared/scim/value/value.ts";
import { referencesOf, referenceTo } from "./references.ts";
import type { BulkOperation, WrongOperation } from "./request.ts";

export type Entry = {
  readonly index: number;
  readonly operation: BulkOperation | WrongOperation;
  /** The bulkIds of those that it waits for. */
  readonly references: ReadonlySet<string>;
  /** Whether the resource is made already, and this gives it what it refers to. */
  readonly isCompletion: boolean;
};

export type Round = {
  /** What is done next, at the same time. */
  readonly entries: readonly Entry[];
  /** The bulkIds that it is done without; it is to be completed when they stand for something. */
  readonly later: ReadonlySet<string>;
};

export function entriesOf(operations: readonly (BulkOperation | WrongOperation)[]): readonly Entry[] {
  const made = new Set<string>();
  return operations.map((sent, index) => {
    const isPost = !("wrong" in sent) && sent.method === "POST";
    const operation = isPost && made.has(sent.bulkId ?? "") ? usedTwice(sent) : sent;
    if (isPost && sent.bulkId !== undefined) made.add(sent.bulkId);
    return { index, operation, references: referencesOf(operation), isCompletion: false };
  });
}

/**
 * Takes the next round.
 * @param waiting in the order in which they were sent, completions first; not empty
 * @param most how many may be done at the same time
 */
export function nextRound(waiting: readonly Entry[], most: number): Round {
  const makers = makersAmong(waiting);
  const unmade = new Set(makers.keys());
  const entries: Entry[] = [];
  const targets = new Set<string>();
  const held = new Set<string>();
  for (const entry of waiting) {
    const [first] = entries;
    const id = "wrong" in entry.operation ? undefined : entry.operation.id;
    const name = nameIn(entry.operation);
    if (!entry.references.isDisjointFrom(unmade) || (id !== undefined && held.has(id))) {
      if (id !== undefined) held.add(id);
      continue;
    }
    // Two changes of one resource, or two that take one name, are done one after the other.
    const isSame = (id !== undefined && targets.has(id)) || (name !== undefined && targets.has(name));
    const isOther = first && first.operation.method !== entry.operation.method;
    if (entries.length >= most || isSame || isOther) break;
    entries.push(entry);
    if (id !== undefined) targets.add(id);
    if (name !== undefined) targets.add(name);
  }
  if (entries.length > 0) return { entries, later: new Set() };
  return { entries: oneOfCircle(waiting, makers), later: unmade };
}

/** The name that a whole resource takes, which only one can have; no id has a slash. */
function nameIn(operation: Entry["operation"]): string | undefined {
  if ("wrong" in operation || !isObject(operation.data)) return undefined;
  const wanted = operation.endpoint === "/Users" ? "username" : "displayname";
  const [, name] = Object.entries(operation.data).find(([key]) => key.toLowerCase() === wanted) ?? [];
  return typeof name === "string" ? `${operation.endpoint}/${fold(name)}` : undefined;
}

/** What gives a resource that was made without what it refers to the whole of what was posted. */
export function completionOf({ index, operation, references }: Entry): Entry {
  invariant(!("wrong" in operation) && operation.bulkId !== undefined, "only what was made is completed");
  const id = referenceTo(operation.bulkId);
  const put: BulkOperation = { ...operation, method: "PUT", id, version: "" };
  return { index, operation: put, references, isCompletion: true };
}

/** The operations that make what others refer to, by their bulkId. */
function makersAmong(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  return new Map(
    entries.flatMap((entry) => {
      const { operation } = entry;
      if ("wrong" in operation || operation.method !== "POST" || operation.bulkId === undefined) return [];
      return [[operation.bulkId, entry] as const];
    }),
  );
}

/** Follows references until an operation comes again. */
function oneOfCircle([first]: readonly Entry[], makers: ReadonlyMap<string, Entry>): readonly Entry[] {
  const followed = new Set<Entry>();
  let entry = first;
  while (entry && !followed.has(entry)) {
    followed.add(entry);
    const [next] = [...entry.references].flatMap((bulkId) => makers.get(bulkId) ?? []);
    entry = next;
  }
  return entry ? [entry] : [];
}

function usedTwice({ method, bulkId }: BulkOperation): WrongOperation {
  const wrong = new ScimError("invalidValue", "bulkId: another operation of this bulk has the same one.");
  return { method, wrong, ...(bulkId !== undefined && { bulkId }) };
}
