/**
 * Search as you type: what is typed shows at once, what is searched follows when the typing rests. It keeps its focus.
 */
import { useEffect, useId, useRef, useState } from "preact/hooks";

const restMs = 200;

type Props = {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (value: string) => void;
  readonly placeholder?: string;
};

export function SearchField({ label, value, onSearch, placeholder }: Props) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const search = useRef(onSearch);
  search.current = onSearch;

  // Changed from outside, such as by going back: that is what counts now.
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setTyped(value);
  }, [value]);

  useEffect(() => {
    if (typed.trim() === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed.trim();
      search.current(sent.current);
    }, restMs);
    return () => clearTimeout(timer);
  }, [typed]);

  return (
    <div class="search-field">
      <label htmlFor={id} class="only-read">
        {label}
      </label>
      <input
        id={id}
        type="search"
        autoComplete="off"
        spellcheck={false}
        maxLength={200}
        placeholder={placeholder ?? label}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </div>
  );
}
