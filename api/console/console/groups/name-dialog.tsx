/**
 * Asks for the name of a group.
 */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Dialog } from "../../parts/dialog.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { useAction } from "../../parts/use-action.ts";

type Props = {
  readonly title: string;
  readonly action: string;
  /** As it is now. */
  readonly name: string;
  readonly children: ComponentChildren;
  readonly onName: (name: string) => Promise<void>;
  readonly onClose: () => void;
};

export function NameDialog({ title, action, name, children, onName, onClose }: Props) {
  const [typed, setTyped] = useState(name);
  const { run, isRunning, error } = useAction(async () => {
    await onName(typed.trim());
    onClose();
  });
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <p class="quiet">{children}</p>
        <label>
          Name
          <input
            required
            maxLength={256}
            autoComplete="off"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <ProblemBox error={error} />
        <footer class="actions">
          <button type="button" class="secondary" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" aria-busy={isRunning}>
            {action}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
