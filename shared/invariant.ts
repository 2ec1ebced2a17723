/**
 * Our own mistakes: a condition that can only be false when the program is wrong.
 */

/** @throws Error that says why the condition must hold */
export function invariant(condition: unknown, why: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${why}`);
}
