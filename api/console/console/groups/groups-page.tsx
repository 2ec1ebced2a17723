/**
 * All groups, a page at a time: the directory's, and those that were made by hand.
 */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { BestMatches } from "../../parts/best-matches.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { Pager, usePages } from "../../parts/pager.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { withQuery } from "../../parts/request.ts";
import { SearchField } from "../../parts/search-field.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useOrganization } from "../../parts/use-api.ts";
import { useFilters } from "../../parts/use-filters.ts";
import type { Group, Page } from "../../parts/wire.ts";
import { GroupTable } from "./group-table.tsx";
import { NewGroupDialog } from "./new-group-dialog.tsx";

const pageSize = 50;

export default function GroupsPage() {
  const [get, set] = useFilters();
  const pages = usePages();
  const [isMaking, setMaking] = useState(false);
  const search = get("search");
  const path = withQuery("/groups", { search, after: pages.after, limit: pageSize });
  const { data, error, isStale, readAgain } = useOrganization<Page<Group>>(path, { keepPrevious: true });
  return (
    <>
      <PageHeader title="Groups">
        <button type="button" onClick={() => setMaking(true)}>
          New group
        </button>
      </PageHeader>
      <search class="filters">
        <SearchField
          label="Search groups"
          placeholder="Beginning of a name"
          value={search}
          onSearch={(text) => set({ search: text })}
        />
      </search>
      <ProblemBox error={error} onRetry={readAgain} />
      {!data && !error && <Skeleton lines={12} size="row" />}
      {data && data.items.length > 0 && (
        <section aria-label="Groups">
          <GroupTable caption="Groups" groups={data.items} isStale={isStale} />
          {search === "" ? (
            <Pager pages={pages} next={data.next} />
          ) : (
            <BestMatches found={data.items.length} max={pageSize} />
          )}
        </section>
      )}
      {data?.items.length === 0 && <NoGroups search={search} />}
      {isMaking && <NewGroupDialog onClose={() => setMaking(false)} />}
    </>
  );
}

function NoGroups({ search }: { search: string }) {
  if (search !== "") return <EmptyState title={`No group begins with “${search}”`} />;
  return (
    <EmptyState
      title="There are no groups yet"
      action={
        <Link class="button" href="/connect">
          Connect the directory
        </Link>
      }
    >
      Groups that are assigned to the application in your directory show up here. You can also make one by
      hand.
    </EmptyState>
  );
}
