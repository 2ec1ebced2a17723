/**
 * Token buckets by key: each fills with time, and whoever wants something takes tokens out of it.
 * There are never more than `keysMax`: the one that nobody has asked for longest is forgotten, and is full when it
 * is asked for again.
 */

export type Rate = {
  /** Tokens that come into the bucket in a second; above zero. */
  readonly perSecond: number;
  /** Tokens that the bucket holds when it is full. */
  readonly burst: number;
};

export type Buckets = {
  /**
   * Takes tokens, or none where there are too few. More than the bucket holds can be had when it is full; it then
   * owes them, and nothing more is given until they have come in.
   * @param already how many of the tokens were taken before, for the same purpose
   * @returns 0 where they were given; otherwise the milliseconds after which all of them would be
   */
  take(key: string, rate: Rate, tokens?: number, already?: number): number;
};

/** More addresses and organizations than one process serves in a minute; at most a few megabytes. */
const bucketsMax = 20_000;
/** A token that is there but for the rounding of times is there. */
const rounding = 1e-6;

/**
 * Makes the buckets; all are full.
 * @param now a clock in milliseconds that never goes back
 */
export function openBuckets(now: () => number, keysMax = bucketsMax): Buckets {
  const buckets = new Map<string, { readonly missing: number; readonly at: number }>();

  /** Whoever is kept becomes the youngest. */
  function keep(key: string, missing: number, at: number): void {
    buckets.delete(key);
    buckets.set(key, { missing, at });
    if (buckets.size <= keysMax) return;
    const [oldest] = buckets.keys();
    if (oldest !== undefined) buckets.delete(oldest);
  }

  return {
    take: (key, { perSecond, burst }, tokens = 1, already = 0) => {
      const at = now();
      const known = buckets.get(key) ?? { missing: 0, at };
      const missing = Math.max(0, known.missing - ((at - known.at) / 1_000) * perSecond);
      // Also what was taken before has to come in again: the next try takes it anew.
      const lacking = Math.min(tokens, burst) - (burst - missing);
      const isGiven = lacking - already <= rounding;
      keep(key, isGiven ? missing + tokens - already : missing, at);
      return isGiven ? 0 : (lacking / perSecond) * 1_000;
    },
  };
}
