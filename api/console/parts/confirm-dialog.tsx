/**
 * Asks back before something is done, and says what it does. It stays open with the reason where that fails.
 */
import type { ComponentChildren } from "preact";
import { Dialog } from "./dialog.tsx";
import { ProblemBox } from "./problem-box.tsx";
import { useAction } from "./use-action.ts";

type Props = {
  readonly title: string;
  /** What it does, and what can be undone. */
  readonly children: ComponentChildren;
  /** The verb on the button. */
  readonly action: string;
  /** Whether something is lost by it. */
  readonly isDangerous?: boolean;
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
};

export function ConfirmDialog({ title, children, action, isDangerous = false, onConfirm, onClose }: Props) {
  const { run, isRunning, error } = useAction(onConfirm);
  const confirm = async () => {
    if (await run()) onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <ProblemBox error={error} />
      <footer class="actions">
        <button type="button" class="secondary" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          class={isDangerous ? "danger" : undefined}
          aria-busy={isRunning}
          onClick={() => void confirm()}
        >
          {action}
        </button>
      </footer>
    </Dialog>
  );
}
