/**
 * Where there is no page.
 */
import { Link } from "wouter-preact";
import { EmptyState } from "../../parts/empty-state.tsx";
import { PageHeader } from "../../parts/page-header.tsx";

export function NotFound() {
  return (
    <>
      <PageHeader title="Not found" />
      <EmptyState title="There is no such page" action={<Link href="/">To the overview</Link>}>
        The link may be old, or what it led to was removed.
      </EmptyState>
    </>
  );
}
