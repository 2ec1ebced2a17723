/**
 * What happened to one member or group, on their own page, with the way to where it is narrowed down and taken away.
 */
import { Link } from "wouter-preact";
import { withQuery } from "../../parts/request.ts";
import { History } from "./history.tsx";

type Props = { readonly about: { readonly member: string } | { readonly group: string } };

export function HistoryCard({ about }: Props) {
  return (
    <section class="card">
      <header class="card-header">
        <h2>Everything that happened</h2>
        <Link class="button secondary small" href={withQuery("/events", about)}>
          Filter or export
        </Link>
      </header>
      <History about={about} limit={25} cursor="before" nothing="Nothing has happened yet." />
    </section>
  );
}
