/**
 * The groups that a member is in, a page at a time.
 */
import { Pager, usePages } from "../../parts/pager.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { withQuery } from "../../parts/request.ts";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useOrganization } from "../../parts/use-api.ts";
import type { Group, Member, Page } from "../../parts/wire.ts";
import { GroupTable } from "../groups/group-table.tsx";
import { nameOf } from "./status.tsx";

export function GroupsCard({ member }: { member: Member }) {
  const pages = usePages("groups");
  const path = `/members/${encodeURIComponent(member.id)}/groups`;
  const { data, error, isStale, readAgain } = useOrganization<Page<Group>>(
    withQuery(path, { after: pages.after, limit: 10 }),
    { keepPrevious: true },
  );
  return (
    <section class="card">
      <h2>Groups</h2>
      <ProblemBox error={error} onRetry={readAgain} />
      {!data && !error && <Skeleton lines={2} size="row" />}
      {data?.items.length === 0 && pages.isFirst && <p class="quiet">{nameOf(member)} is in no group.</p>}
      {data && (data.items.length > 0 || !pages.isFirst) && (
        <div>
          <GroupTable caption={`Groups of ${nameOf(member)}`} groups={data.items} isStale={isStale} />
          <Pager label="Pages of groups" pages={pages} next={data.next} />
        </div>
      )}
    </section>
  );
}
