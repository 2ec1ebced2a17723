/**
 * One member: where they stand and why, what is known of them and who owns it, their groups, and everything that happened to them.
 */
import { Link } from "wouter-preact";
import { EmptyState } from "../../parts/empty-state.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { withQuery } from "../../parts/request.ts";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useOrganization } from "../../parts/use-api.ts";
import type { Member } from "../../parts/wire.ts";
import { HistoryCard } from "../events/history-card.tsx";
import { AccessCard } from "./access-card.tsx";
import { GroupsCard } from "./groups-card.tsx";
import { MemberActions } from "./member-actions.tsx";
import { OwnershipCard } from "./ownership-card.tsx";
import { ProfileCard } from "./profile-card.tsx";
import { nameOf } from "./status.tsx";

const up = <Link href="/members">Members</Link>;

export default function MemberPage({ id }: { id: string }) {
  const { data: member, error, readAgain } = useOrganization<Member>(`/members/${encodeURIComponent(id)}`);
  if (error?.status === 404)
    return (
      <>
        <PageHeader title="Nobody is here" up={up} />
        <EmptyState
          title="This member is gone"
          action={<Link href={withQuery("/events", { member: id })}>See what happened</Link>}
        >
          They were removed, or the link is wrong. Their events are kept.
        </EmptyState>
      </>
    );
  return (
    <>
      <PageHeader
        title={member ? nameOf(member) : "Member"}
        up={up}
        lead={member ? leadOf(member) : "\u00a0"}
      >
        {member && <MemberActions members={[member]} />}
      </PageHeader>
      <ProblemBox error={error} onRetry={readAgain} />
      {!member && !error && <Skeleton lines={10} size="row" />}
      {member && (
        <>
          <AccessCard member={member} />
          <ProfileCard member={member} />
          <OwnershipCard member={member} />
          <GroupsCard member={member} />
          <HistoryCard about={{ member: id }} />
        </>
      )}
    </>
  );
}

function leadOf(member: Member): string {
  return member.displayName === null || member.displayName === member.userName
    ? (member.address ?? "")
    : member.userName;
}
