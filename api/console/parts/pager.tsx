/**
 * From page to page by cursors. The way back is kept beside the current cursor, in the query of the page's URL, so that
 * reloading and going back work.
 */
import { useRef } from "preact/hooks";
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

/**
 * Where one is in a list.
 * @param name of the cursor in the page's own query; another one for a second list on the page
 */
export function usePages(name = "after"): Pages {
  const [query, setQuery] = useSearchParams();
  const trail = query.getAll(name);
  const follow = (cursors: readonly string[]) =>
    setQuery((before) => {
      const next = new URLSearchParams(before);
      next.delete(name);
      for (const cursor of cursors.slice(-trailMax)) next.append(name, cursor);
      return next;
    });
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
  /** What it pages, where there are two lists. */
  readonly label?: string;
  readonly words?: { readonly back: string; readonly on: string };
};

/** Stands below a list, in one element with it: the beginning of that comes into view on the next page. */
export function Pager({
  pages,
  next,
  label = "Pages of this list",
  words = { back: "Previous", on: "Next" },
}: Props) {
  const nav = useRef<HTMLElement>(null);
  if (pages.isFirst && !next) return null;
  const go = (turn: () => void) => {
    turn();
    nav.current?.parentElement?.scrollIntoView({ block: "start" });
  };
  return (
    <nav class="pager" aria-label={label} ref={nav}>
      <button type="button" class="secondary small" disabled={pages.isFirst} onClick={() => go(pages.goBack)}>
        {words.back}
      </button>
      <button
        type="button"
        class="secondary small"
        disabled={!next}
        onClick={() => next && go(() => pages.goOn(next))}
      >
        {words.on}
      </button>
    </nav>
  );
}
