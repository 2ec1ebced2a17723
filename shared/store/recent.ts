/**
 * What is asked for with every request and changes seldom, read once in a while.
 * A value is never older than `recentMs`. Whoever takes something away from a directory (a key, SCIM, a plan) waits
 * that long before saying that it is done: from then on no process grants it any more.
 */
import { setTimeout as pause } from "node:timers/promises";

/** How old a value may be. */
const recentMs = 50;
/** How many keys are remembered before all are forgotten. */
const keysMax = 10_000;

/**
 * Remembers what was read for a key.
 * @param read reads it anew; what it throws is not remembered
 */
export function recently<Value>(read: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const remembered = new Map<string, { readonly at: number; readonly value: Promise<Value> }>();
  return (key) => {
    const now = performance.now();
    const known = remembered.get(key);
    if (known && now - known.at < recentMs) return known.value;
    if (remembered.size >= keysMax) remembered.clear();
    const value = read(key);
    remembered.set(key, { at: now, value });
    value.catch(() => remembered.delete(key));
    return value;
  };
}

/** Waits until no process remembers what was before. */
export async function untilForgotten(): Promise<void> {
  await pause(recentMs * 2);
}
