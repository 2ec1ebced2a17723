/**
 * Where a list by id goes on: after its last item, unless that was the last of all. A full page may be the last one; the
 * next is then empty.
 */
export function nextOf(items: readonly { readonly id: string }[], limit: number): string | null {
  return items.length < limit ? null : (items.at(-1)?.id ?? null);
}
