/**
 * How many failures of each kind a digest shows, pure: all where there is room, and otherwise the room in equal parts,
 * so that no kind hides another.
 */

/**
 * @param totals how many there are of each kind
 * @param room how many are shown in all
 * @returns how many of each are shown, in the same order
 */
export function shareRoom(totals: readonly number[], room: number): number[] {
  const shares = totals.map(() => 0);
  let left = room;
  while (left > 0) {
    const hungry = totals.flatMap((total, index) => ((shares[index] ?? 0) < total ? [index] : []));
    if (hungry.length === 0) break;
    for (const index of hungry.slice(0, left)) shares[index] = (shares[index] ?? 0) + 1;
    left -= Math.min(left, hungry.length);
  }
  return shares;
}
