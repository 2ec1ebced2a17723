/**
 * A dialog over the page, the browser's own: Escape closes it, the focus stays in it and goes back afterwards.
 */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

type Props = {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
};

/** It is open for as long as it is there. */
export function Dialog({ title, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const opener = document.activeElement;
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  // On every turn: whoever still renders it wants it open, though Escape may have closed it a moment ago.
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  });
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
      <article>
        <h2 id={id}>{title}</h2>
        {children}
      </article>
    </dialog>
  );
}

/** The way out where the form has none: a phone has no Escape. */
export function Cancel({ onCancel }: { onCancel: () => void }) {
  return (
    <footer class="actions">
      <button type="button" class="secondary" onClick={onCancel}>
        Cancel
      </button>
    </footer>
  );
}
