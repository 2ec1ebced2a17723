/**
 * Below what a search has found, where that is as much as it gives: there may be more.
 */
type Props = { readonly found: number; readonly max: number };

export function BestMatches({ found, max }: Props) {
  if (found < max) return null;
  return <p class="quiet">These are the best {max} matches. Type more to narrow them down.</p>;
}
