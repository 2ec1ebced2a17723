/**
 * What a list is narrowed by, kept in the page's own query, so that a link leads to the same list. Another filter begins
 * at the first page.
 */
import { useSearchParams } from "wouter-preact";

type Changes = Readonly<Record<string, string>>;

/** @returns what is set, and a function that sets some of it; an empty text takes a filter away */
export function useFilters(): [get: (name: string) => string, set: (changes: Changes) => void] {
  const [query, setQuery] = useSearchParams();
  const set = (changes: Changes) =>
    setQuery(
      (before) => {
        const next = new URLSearchParams(before);
        next.delete("after");
        for (const [name, value] of Object.entries(changes))
          if (value === "") next.delete(name);
          else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return [(name) => query.get(name) ?? "", set];
}
