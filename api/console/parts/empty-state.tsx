/**
 * What stands where there is nothing yet: why, and the next step.
 */
import type { ComponentChildren } from "preact";

type Props = {
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly action?: ComponentChildren;
};

export function EmptyState({ title, children, action }: Props) {
  return (
    <section class="empty-state">
      <h2>{title}</h2>
      {children && <p class="quiet">{children}</p>}
      {action && <div class="actions">{action}</div>}
    </section>
  );
}
