/**
 * What stands around every page of the door: the name, one heading, and the way that is left.
 */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

type Props = { readonly title: string; readonly children: ComponentChildren };

export function Frame({ title, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Rollcall`;
  }, [title]);
  return (
    <main class="door">
      <p class="brand">Rollcall</p>
      <article>
        <h1>{title}</h1>
        {children}
      </article>
    </main>
  );
}
