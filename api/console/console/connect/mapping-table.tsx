/**
 * Which attribute here comes from which one there, to be compared row by row with the directory's own page.
 */
import { type Column, Table } from "../../parts/table.tsx";

export type Mapping = {
  readonly here: string;
  readonly there: string;
  readonly note: string;
};

type Props = { readonly caption: string; readonly directory: string; readonly rows: readonly Mapping[] };

export function MappingTable({ caption, directory, rows }: Props) {
  return (
    <div class="mapping">
      <Table caption={caption} columns={columns(directory)} rows={rows} idOf={({ here }) => here} />
    </div>
  );
}

function columns(directory: string): Column<Mapping>[] {
  return [
    { name: "Here", heads: true, cell: ({ here }) => <code>{here}</code> },
    { name: `In ${directory}`, cell: ({ there }) => <code>{there}</code> },
    { name: "Needed", cell: ({ note }) => note },
  ];
}
