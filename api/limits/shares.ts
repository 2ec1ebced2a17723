/**
 * Something of which there is only so much at a time, for all and for each: requests in flight, bytes in memory.
 * Whoever has none of it can have more than a share, if that fits beside what the others have.
 */

export type Shares = {
  /**
   * @param key whose share it is
   * @returns what gives it back, to be called once; null where there is not so much left
   */
  take(key: string, amount: number): (() => void) | null;
};

/**
 * @param max for all together
 * @param shareMax for each
 */
export function openShares({ max, shareMax }: { max: number; shareMax: number }): Shares {
  /** Those who have nothing are not in it. */
  const taken = new Map<string, number>();
  let total = 0;

  function change(key: string, amount: number): void {
    total += amount;
    const own = (taken.get(key) ?? 0) + amount;
    if (own === 0) taken.delete(key);
    else taken.set(key, own);
  }

  return {
    take: (key, amount) => {
      const own = taken.get(key) ?? 0;
      // Something larger than all that there is must be possible, or whoever needs it waits for ever.
      if (total > 0 && total + amount > max) return null;
      if (own > 0 && own + amount > shareMax) return null;
      change(key, amount);
      return () => change(key, -amount);
    },
  };
}
