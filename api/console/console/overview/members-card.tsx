/**
 * How many members there are, by where they stand.
 */
import { Link } from "wouter-preact";
import { counted, number } from "../../parts/numbers.ts";
import type { Overview } from "../../parts/wire.ts";
import { StatusBadge } from "../members/status.tsx";

const statuses = ["confirmed", "accepted", "invited", "staged", "revoked"] as const;

export function MembersCard({ overview: { members } }: { overview: Overview }) {
  return (
    <section class="card">
      <h2>{counted(members.total, "member")}</h2>
      <ul class="counts">
        {statuses.map((status) => (
          <li key={status}>
            <Link href={`/members?status=${status}`}>
              <StatusBadge status={status} />
            </Link>
            <span>{number(members[status])}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
