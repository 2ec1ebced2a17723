/**
 * Groups, a line each.
 */
import { Link } from "wouter-preact";
import { number } from "../../parts/numbers.ts";
import { type Column, Table } from "../../parts/table.tsx";
import type { Group } from "../../parts/wire.ts";
import { ownerOf } from "./owner.ts";

const columns: readonly Column<Group>[] = [
  {
    name: "Group",
    heads: true,
    cell: ({ id, displayName }) => (
      <Link href={`/groups/${encodeURIComponent(id)}`}>{displayName || "Without a name"}</Link>
    ),
  },
  { name: "From", width: "25%", cell: ownerOf },
  { name: "Members", width: "15%", numeric: true, cell: ({ members }) => number(members) },
];

type Props = { readonly caption: string; readonly groups: readonly Group[]; readonly isStale: boolean };

export function GroupTable({ caption, groups, isStale }: Props) {
  return <Table caption={caption} columns={columns} rows={groups} idOf={({ id }) => id} isStale={isStale} />;
}
