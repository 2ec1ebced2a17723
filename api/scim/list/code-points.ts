/**
 * The order of texts by code point, which is the database's. JavaScript's own is that of UTF-16, where what lies beyond
 * U+FFFF comes before U+E000.
 */

/** @returns less than nothing where the left text comes first */
export function inCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const difference = left.charCodeAt(at) - right.charCodeAt(at);
    if (difference !== 0) return rank(left.charCodeAt(at)) - rank(right.charCodeAt(at));
  }
  return left.length - right.length;
}

/** Where a code unit stands: halves of what takes two of them after everything else. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit;
}
