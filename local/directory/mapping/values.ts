/**
 * Values by target attribute, and the operations of a PATCH that bring the target from one set of them to another.
 *
 * Always true: the operations, once taken, leave nothing to send.
 */
import type { CompiledMapping } from "./mapping.ts";
import { type Resource, readPath, writePath } from "./target-path.ts";

/** What the target holds. */
export type Held = Record<string, string>;
/** What it ought to hold; null is a reference to remove. */
export type Wanted = Record<string, string | null>;
export type Operation = { op: "Add" | "Replace" | "Remove"; path: string; value?: string };

/** The operations that bring the target from what it holds to what is wanted: one an attribute that differs. */
export function operationsFor(held: Held, wanted: Wanted): Operation[] {
  return Object.entries(wanted).flatMap(([path, value]): Operation[] => {
    const known = held[path];
    if (value === null) return known === undefined ? [] : [{ op: "Remove", path }];
    if (known === undefined) return [{ op: "Add", path, value }];
    return known === value ? [] : [{ op: "Replace", path, value }];
  });
}

/** What the target holds once it has taken the operations. */
export function heldAfter(held: Held, operations: Operation[]): Held {
  const after = { ...held };
  for (const { path, value } of operations)
    if (value === undefined) delete after[path];
    else after[path] = value;
  return after;
}

/** What a resource of the target holds. */
export function heldIn(mappings: CompiledMapping[], resource: Resource): Held {
  const held: Held = {};
  for (const { target, path } of mappings) {
    const value = readPath(resource, path);
    if (value !== null) held[target] = value;
  }
  return held;
}

/** Puts what is wanted into the body of a POST. */
export function fillIn(mappings: CompiledMapping[], wanted: Wanted, document: Resource): Resource {
  for (const { target, path, type } of mappings) {
    const value = wanted[target];
    if (typeof value === "string") writePath(document, path, type === "boolean" ? value === "True" : value);
  }
  return document;
}

/** An object's attributes as expressions see them: all of them text. */
export function asTexts(attributes: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, value === null ? "" : String(value)]),
  );
}
