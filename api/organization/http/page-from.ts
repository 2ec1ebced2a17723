/**
 * A page of a list by id, out of one more than it shows: that tells whether there is another page.
 */
export function pageFrom<Item extends { readonly id: string }>(
  found: readonly Item[],
  limit: number,
): { items: Item[]; next: string | null } {
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null };
}
