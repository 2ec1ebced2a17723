/**
 * Copies a text, and says that it did. Where the browser does not let it, the text is there to be selected.
 */
import { useEffect, useState } from "preact/hooks";

type Props = { readonly text: string /** What it copies, for who cannot see. */; readonly what: string };

export function CopyButton({ text, what }: Props) {
  const [state, setState] = useState<"ready" | "copied" | "refused">("ready");
  useEffect(() => {
    if (state === "ready") return;
    const timer = setTimeout(() => setState("ready"), 2_000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState("copied"),
      () => setState("refused"),
    );
  const label = { ready: "Copy", copied: "Copied", refused: "Select it by hand" }[state];
  return (
    <button type="button" class="secondary small copy" onClick={() => void copy()}>
      <span aria-live="polite">{label}</span>
      <span class="only-read"> {what}</span>
    </button>
  );
}

/** A text to be taken elsewhere, such as a URL or a key, with its button. */
export function Copyable({ text, what }: Props) {
  return (
    <div class="copyable">
      {/* Read-only rather than disabled: it can be selected by keyboard too. */}
      <input readOnly value={text} aria-label={what} onFocus={(event) => event.currentTarget.select()} />
      <CopyButton text={text} what={what} />
    </div>
  );
}
