/**
 * The first few who wait for confirmation, and since when. Their lines are kept free while they are read.
 */
import { Link } from "wouter-preact";
import { Ago } from "../../parts/ago.tsx";
import { number } from "../../parts/numbers.ts";
import { withQuery } from "../../parts/request.ts";
import { useOrganization } from "../../parts/use-api.ts";
import type { Member, Page } from "../../parts/wire.ts";
import { nameOf } from "../members/status.tsx";
import "./to-confirm.css";

const namedMax = 5;

export function ToConfirm({ total }: { total: number }) {
  const path = withQuery("/members", { status: "accepted", limit: namedMax });
  const { data, error } = useOrganization<Page<Member>>(path, { keepPrevious: true });
  const lines = Math.min(total, namedMax);
  // Their number and the way to them stand above and beside it all the same.
  if (!data && error) return null;
  return (
    <div class="to-confirm">
      <ul style={{ "--lines": lines }} aria-busy={!data}>
        {data?.items.map((member) => (
          <li key={member.id}>
            <Link href={`/members/${encodeURIComponent(member.id)}`}>{nameOf(member)}</Link>
            <span class="quiet">
              accepted <Ago at={member.acceptedAt} never="some time ago" />
            </span>
          </li>
        ))}
      </ul>
      {total > lines && (
        <p class="quiet">
          These are the first by user name;{" "}
          <Link href="/members?status=accepted">{number(total - lines)} more</Link>{" "}
          {total - lines === 1 ? "waits" : "wait"}.
        </p>
      )}
    </div>
  );
}
