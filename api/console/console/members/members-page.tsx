/**
 * All members, a page at a time: searched, narrowed, and decided about, one or many at once.
 */
import { useState } from "preact/hooks";
import { BestMatches } from "../../parts/best-matches.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { Pager, usePages } from "../../parts/pager.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { withQuery } from "../../parts/request.ts";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useOrganization } from "../../parts/use-api.ts";
import { useFilters } from "../../parts/use-filters.ts";
import type { Member, Page } from "../../parts/wire.ts";
import { ActionBar } from "./action-bar.tsx";
import { ChooseAll } from "./choose-all.tsx";
import { askedOf, filterNames } from "./filters.ts";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberFilters } from "./member-filters.tsx";
import { MemberTable } from "./member-table.tsx";
import { NoMembers } from "./no-members.tsx";
import { StagedNote } from "./staged-note.tsx";
import { useChoice } from "./use-choice.ts";

const pageSize = 50;

export default function MembersPage() {
  const [get, set] = useFilters();
  const pages = usePages();
  const choice = useChoice();
  const [isInviting, setInviting] = useState(false);
  const asked = askedOf(get);
  const path = withQuery("/members", { ...asked, after: pages.after, limit: pageSize });
  const { data, error, isStale, readAgain } = useOrganization<Page<Member>>(path, { keepPrevious: true });
  const isNarrowed = filterNames.some((name) => get(name) !== "");
  // Whoever looks is a member too.
  const isAlone = data && data.items.length <= 1 && !data.next && pages.isFirst && !isNarrowed;
  const hasMore = data !== undefined && (data.next !== null || !pages.isFirst);
  const clear = () => set(Object.fromEntries(filterNames.map((name) => [name, ""])));

  return (
    <>
      <PageHeader title="Members">
        <button type="button" onClick={() => setInviting(true)}>
          Invite someone
        </button>
      </PageHeader>
      <MemberFilters get={get} set={set} />
      {get("status") === "staged" && <StagedNote />}
      <ProblemBox error={error} onRetry={readAgain} />
      {!data && !error && <Skeleton lines={12} size="row" />}
      {data && data.items.length > 0 && (
        <section aria-label="Members">
          <MemberTable members={data.items} choice={choice} isStale={isStale} />
          {get("search") === "" ? (
            <Pager pages={pages} next={data.next} />
          ) : (
            <BestMatches found={data.items.length} max={pageSize} />
          )}
        </section>
      )}
      {data?.items.length === 0 && isNarrowed && (
        <EmptyState
          title="Nobody is like that"
          action={
            <button type="button" class="secondary" onClick={clear}>
              Show everybody
            </button>
          }
        >
          A search finds the beginning of a name, a user name or an address.
        </EmptyState>
      )}
      {isAlone && <NoMembers onInvite={() => setInviting(true)} />}
      <ActionBar choice={choice}>{hasMore && <ChooseAll choice={choice} asked={asked} />}</ActionBar>
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  );
}
