/**
 * From page to page by cursors. The way back is kept beside the current cursor, in the query of the page's URL, so that
 * reloading and going back work.
 */
import { useSearchParams } from "wouter-preact";

/** Cursors that are kept for the way back; further back one begins at the first page. */
const trailMax = 20;

export type Pages = {
  /** For the query of the API; undefined on the first page. */
  readonly after: string | undefined;
  readonly goOn: (next: string) => void;
  readonly goBack: () => void;
  readonly isFirst: boolean;
};

/** Where one is in a list, by the `after` of the page's own query. */
export function usePages(): Pages {
  const [query, setQuery] = useSearchParams();
  const trail = query.getAll("after");
  const follow = (cursors: readonly string[]) => {
    setQuery((before) => {
      const next = new URLSearchParams(before);
      next.delete("after");
      for (const cursor of cursors.slice(-trailMax)) next.append("after", cursor);
      return next;
    });
    scrollTo(0, 0);
  };
  return {
    after: trail.at(-1),
    goOn: (next) => follow([...trail, next]),
    goBack: () => follow(trail.slice(0, -1)),
    isFirst: trail.length === 0,
  };
}

type Props = {
  readonly pages: Pages;
  readonly next: string | null | undefined;
  readonly words?: { readonly back: string; readonly on: string };
};

export function Pager({ pages, next, words = { back: "Previous", on: "Next" } }: Props) {
  if (pages.isFirst && !next) return null;
  return (
    <nav class="pager" aria-label="Pages of this list">
      <button type="button" class="secondary small" disabled={pages.isFirst} onClick={pages.goBack}>
        {words.back}
      </button>
      <button type="button" class="secondary small" disabled={!next} onClick={() => next && pages.goOn(next)}>
        {words.on}
      </button>
    </nav>
  );
}
