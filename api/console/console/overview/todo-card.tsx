/**
 * What waits for an admin.
 */
import { Link } from "wouter-preact";
import { ToConfirm } from "./to-confirm.tsx";
import type { Todo } from "./todo.ts";

export function TodoCard({ todos }: { todos: readonly Todo[] }) {
  if (todos.length === 0) return null;
  return (
    <section class="card">
      <h2>Waiting for you</h2>
      <ul class="todos">
        {todos.map(({ words, action, to, toConfirm }) => (
          <li key={words}>
            <span>{words}</span>
            <Link class="button secondary small" href={to}>
              {action}
              <span class="only-read">: {words}</span>
            </Link>
            {toConfirm !== undefined && <ToConfirm total={toConfirm} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
