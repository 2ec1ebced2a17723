/**
 * A setting that is typed, and saved by a button. The button can be pressed once something is changed.
 */
import type { ComponentChildren } from "preact";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { useAction } from "../../parts/use-action.ts";

type Props = {
  readonly children: ComponentChildren;
  readonly isChanged: boolean;
  readonly onSave: () => Promise<void>;
};

export function SaveForm({ children, isChanged, onSave }: Props) {
  const { run, isRunning, error } = useAction(onSave);
  return (
    <form
      class="setting"
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      {children}
      <ProblemBox error={error} />
      <button type="submit" class="secondary small" disabled={!isChanged} aria-busy={isRunning}>
        Save
      </button>
    </form>
  );
}
