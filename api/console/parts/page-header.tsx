/**
 * The heading of a page, with what can be done on it. It names the tab, and takes the focus when a page follows another,
 * so that who cannot see hears where they are.
 */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** The first page of a visit leaves the focus where the browser has it. */
let isFirst = true;

type Props = {
  readonly title: string;
  /** One line below it. */
  readonly lead?: ComponentChildren;
  /** Where this page belongs, above the title. */
  readonly up?: ComponentChildren;
  /** Buttons. */
  readonly children?: ComponentChildren;
};

export function PageHeader({ title, lead, up, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Rollcall`;
  }, [title]);
  useEffect(() => {
    if (!isFirst) {
      heading.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    isFirst = false;
  }, []);
  return (
    <header class="page-header">
      <div>
        {up && <p class="page-up">{up}</p>}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <p class="quiet">{lead}</p>}
      </div>
      {children && <div class="actions">{children}</div>}
    </header>
  );
}
