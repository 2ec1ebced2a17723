/**
 * A time for `Retry-After`: whole seconds, at least one, and never less than the time itself (RFC 9110 §10.2.3).
 */
export function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}
