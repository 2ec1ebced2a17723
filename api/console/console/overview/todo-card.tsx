/**
 * What waits for an admin.
 */
import { Link } from "wouter-preact";
import type { Todo } from "./todo.ts";

export function TodoCard({ todos }: { todos: readonly Todo[] }) {
  if (todos.length === 0) return null;
  return (
    <section class="card">
      <h2>Waiting for you</h2>
      <ul class="todos">
        {todos.map(({ words, action, to }) => (
          <li key={words}>
            <span>{words}</span>
            <Link class="button secondary small" href={to}>
              {action}
              <span class="only-read">: {words}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
