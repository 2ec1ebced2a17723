/**
 * A moment as how long ago it was; the date shows on hover and focus, and screen readers hear both. It updates itself.
 */
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { agoHoldsMs, agoInWords } from "./ago-words.ts";

const dates = new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeStyle: "medium" });

/** A moment as its full date. */
export function dateInWords(at: string): string {
  return dates.format(new Date(at));
}

/** Set by tables: there the date shows while the focus is anywhere in the row, and moments are no stops of their own. */
export const InRow = createContext(false);

/** @param at a moment of RFC 3339; null says `never` */
export function Ago({ at, never = "never" }: { at: string | null; never?: string }) {
  const inRow = useContext(InRow);
  const [now, setNow] = useState(Date.now);
  const ms = at === null ? undefined : Date.parse(at);
  const holdsMs = ms === undefined ? undefined : agoHoldsMs(ms, now);
  useEffect(() => {
    if (holdsMs === undefined) return;
    const timer = setInterval(() => setNow(Date.now()), holdsMs);
    return () => clearInterval(timer);
  }, [holdsMs]);
  if (at === null || ms === undefined) return <span class="quiet">{never}</span>;
  return (
    <time class="ago" dateTime={at} data-date={dateInWords(at)} {...(!inRow && { tabIndex: 0 })}>
      {agoInWords(ms, now)}
      <span class="only-read">, {dateInWords(at)}</span>
    </time>
  );
}
