/**
 * One group: whose it is, who is in it, and what happened to it.
 */
import { Link } from "wouter-preact";
import { EmptyState } from "../../parts/empty-state.tsx";
import { Facts } from "../../parts/facts.tsx";
import { number } from "../../parts/numbers.ts";
import { PageHeader } from "../../parts/page-header.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { withQuery } from "../../parts/request.ts";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useOrganization } from "../../parts/use-api.ts";
import type { Group } from "../../parts/wire.ts";
import { HistoryCard } from "../events/history-card.tsx";
import { GroupActions } from "./group-actions.tsx";
import { GroupMembers } from "./group-members.tsx";
import { ownerOf, ownershipInWords } from "./owner.ts";

const up = <Link href="/groups">Groups</Link>;

export default function GroupPage({ id }: { id: string }) {
  const { data: group, error, readAgain } = useOrganization<Group>(`/groups/${encodeURIComponent(id)}`);
  if (error?.status === 404)
    return (
      <>
        <PageHeader title="No group is here" up={up} />
        <EmptyState
          title="This group is gone"
          action={<Link href={withQuery("/events", { group: id })}>See what happened</Link>}
        >
          It was removed, or the link is wrong. Its people stay members.
        </EmptyState>
      </>
    );
  return (
    <>
      <PageHeader title={group ? group.displayName || "Without a name" : "Group"} up={up}>
        {group && <GroupActions group={group} />}
      </PageHeader>
      <ProblemBox error={error} onRetry={readAgain} />
      {!group && !error && <Skeleton lines={10} size="row" />}
      {group && (
        <>
          <section class="card">
            <h2>About this group</h2>
            <p>{ownershipInWords(group)}</p>
            <Facts
              facts={[
                { name: "Members", value: number(group.members) },
                { name: "From", value: ownerOf(group) },
                { name: "External id", value: group.externalId ?? <span class="quiet">none</span> },
                ...(group.pending ? [{ name: "State", value: "A change is being applied" }] : []),
              ]}
            />
          </section>
          <GroupMembers group={group} />
          <HistoryCard about={{ group: id }} />
        </>
      )}
    </>
  );
}
