/**
 * Which attributes a write changed.
 */
import { isDeepStrictEqual } from "node:util";

/** The names of the attributes whose values are not the same before and after. */
export function changedNames(before: object, after: object): string[] {
  const was = new Map<string, unknown>(Object.entries(before));
  const is = new Map<string, unknown>(Object.entries(after));
  const names = new Set([...was.keys(), ...is.keys()]);
  return [...names].filter((name) => !isDeepStrictEqual(was.get(name), is.get(name)));
}
