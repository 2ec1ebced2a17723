/**
 * Members, a line each.
 */
import { Link } from "wouter-preact";
import { Ago } from "../../parts/ago.tsx";
import { type Column, Table } from "../../parts/table.tsx";
import type { Member } from "../../parts/wire.ts";
import "./members.css";
import { lacksKey } from "./actions.ts";
import { nameOf, roleNames, StatusBadge, sourceOf } from "./status.tsx";
import type { MemberChoice } from "./use-choice.ts";

const columns: readonly Column<Member>[] = [
  {
    name: "Member",
    heads: true,
    cell: (member) => (
      <div class="person">
        <Link href={`/members/${encodeURIComponent(member.id)}`}>{nameOf(member)}</Link>
        <small class="quiet">{lineBelow(member)}</small>
      </div>
    ),
  },
  { name: "Status", width: "19%", cell: (member) => <Standing member={member} /> },
  { name: "From", width: "18%", cell: sourceOf },
  {
    name: "Role",
    width: "11%",
    cell: ({ role }) => <span class={role === "member" ? "quiet" : undefined}>{roleNames[role]}</span>,
  },
  { name: "Changed", width: "17%", cell: ({ modifiedAt }) => <Ago at={modifiedAt} /> },
];

/** What tells two of the same name apart; what is said above is not said again. */
function lineBelow({ displayName, address, userName }: Member): string | null {
  const line = address ?? userName;
  return displayName === null && line === userName ? null : line;
}

type Props = { members: readonly Member[]; choice: MemberChoice; isStale: boolean };

export function MemberTable({ members, choice, isStale }: Props) {
  return (
    <Table
      caption="Members"
      columns={columns}
      rows={members}
      idOf={({ id }) => id}
      isStale={isStale}
      choice={{
        chosen: new Set(choice.members.map(({ id }) => id)),
        onChoose: (ids, chosen) =>
          choice.choose(
            members.filter(({ id }) => ids.includes(id)),
            chosen,
          ),
        nameOf,
      }}
    />
  );
}

/** The status; and what is to be looked at, in a few words. */
function Standing({ member }: { member: Member }) {
  const remark = remarkOf(member);
  return (
    <div class="standing">
      <StatusBadge status={member.status} />
      {remark && <small class="quiet">{remark}</small>}
    </div>
  );
}

const waitsFor = {
  seat: "waits for a seat",
  address: "waits for an address",
  noAddress: "has no address",
  review: "removal is held",
} as const;

function remarkOf(member: Member): string | null {
  const { failed, waiting, unreachable, heldBy, status, invitation, pending } = member;
  if (failed) return "could not be applied";
  if (waiting) return waitsFor[waiting.kind];
  if (unreachable) return "cannot be reached";
  if (status === "revoked") return heldBy ? "by an admin" : "by the directory";
  if (status === "invited" && invitation && Date.parse(invitation.expiresAt) < Date.now())
    return "invitation has ended";
  if (lacksKey(member) && member.publicKey !== null) return "key to be confirmed";
  return pending ? "being applied" : null;
}
