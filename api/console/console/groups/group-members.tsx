/**
 * Who is in a group, a page at a time; put in and taken out by an admin.
 */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { Pager, usePages } from "../../parts/pager.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { request, withQuery } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { Skeleton } from "../../parts/skeleton.tsx";
import { Table } from "../../parts/table.tsx";
import { useToast } from "../../parts/toast.tsx";
import { useAction } from "../../parts/use-action.ts";
import { useOrganization, useReadAgain } from "../../parts/use-api.ts";
import type { Group, GroupMember, Page } from "../../parts/wire.ts";
import { nameOf } from "../members/status.tsx";
import { AddMemberDialog } from "./add-member-dialog.tsx";
import { isDirectorys } from "./owner.ts";

export function GroupMembers({ group }: { group: Group }) {
  const [isAdding, setAdding] = useState(false);
  const pages = usePages();
  const members = `/groups/${encodeURIComponent(group.id)}/members`;
  const { data, error, isStale, readAgain } = useOrganization<Page<GroupMember>>(
    withQuery(members, { after: pages.after, limit: 50 }),
    { keepPrevious: true },
  );
  return (
    <section class="card">
      <div class="page-header">
        <h2>Members</h2>
        <button type="button" class="secondary small" onClick={() => setAdding(true)}>
          Add someone
        </button>
      </div>
      <ProblemBox error={error} onRetry={readAgain} />
      {!data && !error && <Skeleton lines={6} size="row" />}
      {data?.items.length === 0 && <p class="quiet">Nobody is in this group.</p>}
      {data && data.items.length > 0 && (
        <div>
          <Table
            caption={`Members of ${group.displayName}`}
            rows={data.items}
            idOf={({ id }) => id}
            isStale={isStale}
            columns={[
              {
                name: "Member",
                heads: true,
                cell: (member) => (
                  <Link href={`/members/${encodeURIComponent(member.id)}`}>{nameOf(member)}</Link>
                ),
              },
              { name: "User name", width: "45%", cell: ({ userName }) => userName },
              {
                name: "Decide",
                width: "8rem",
                isNameless: true,
                cell: (member) => <TakeOut group={group} member={member} />,
              },
            ]}
          />
          <Pager pages={pages} next={data.next} />
        </div>
      )}
      {isAdding && <AddMemberDialog group={group} onClose={() => setAdding(false)} />}
    </section>
  );
}

function TakeOut({ group, member }: { group: Group; member: GroupMember }) {
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  const toast = useToast();
  const { run, isRunning, error } = useAction(async () => {
    const id = encodeURIComponent(member.id);
    await request("DELETE", path(`/groups/${encodeURIComponent(group.id)}/members/${id}`));
    void readAgain();
    toast(
      `${nameOf(member)} is being taken out.${isDirectorys(group) ? " The directory may put them back." : ""}`,
    );
  });
  return (
    <>
      <button type="button" class="secondary small" aria-busy={isRunning} onClick={() => void run()}>
        Take out
        <span class="only-read"> {nameOf(member)}</span>
      </button>
      <ProblemBox error={error} />
    </>
  );
}
