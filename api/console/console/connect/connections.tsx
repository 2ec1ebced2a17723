/**
 * What was seen of the directory's calls, by key: whether it still comes.
 */
import { Ago } from "../../parts/ago.tsx";
import { spanInWords } from "../../parts/ago-words.ts";
import { Badge } from "../../parts/badge.tsx";
import { type Column, Table } from "../../parts/table.tsx";
import type { ConnectProgress } from "../../parts/wire.ts";

type Connection = ConnectProgress["connections"][number];

export function Connections({ connections }: { connections: readonly Connection[] }) {
  if (connections.length === 0) return null;
  return (
    <section class="card">
      <h2>Seen of your directory</h2>
      <Table
        caption="Calls of the directory, by key"
        columns={columns}
        rows={connections}
        idOf={({ key }) => key}
      />
    </section>
  );
}

const keyStates = {
  current: { words: "Current key", tone: "good" },
  ending: { words: "Key that ends soon", tone: "waiting" },
  ended: { words: "Key that has ended", tone: "off" },
  unknown: { words: "No key of yours", tone: "bad" },
} as const;

const columns: readonly Column<Connection>[] = [
  {
    name: "Key",
    heads: true,
    cell: ({ prefix, keyState }) => (
      <>
        {prefix && <code>{prefix}…</code>}{" "}
        <Badge tone={keyStates[keyState].tone}>{keyStates[keyState].words}</Badge>
      </>
    ),
  },
  { name: "Last call", cell: ({ lastCallAt }) => <Ago at={lastCallAt} /> },
  { name: "Last that went well", cell: ({ lastSuccessAt }) => <Ago at={lastSuccessAt} /> },
  { name: "Last change", cell: ({ lastWriteAt }) => <Ago at={lastWriteAt} /> },
  {
    name: "Comes every",
    cell: ({ intervalMs }) =>
      intervalMs === null ? <span class="quiet">not known yet</span> : spanInWords(intervalMs),
  },
];
