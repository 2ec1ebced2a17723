// biome-ignore-all lint/a11y/noRedundantRoles: a table that is laid out as cards would lose its roles in some browsers
/**
 * A table that becomes cards on a phone: there each value stands beside the name of its column. Rows can be chosen where
 * the page keeps a choice.
 */
import type { ComponentChildren } from "preact";
import { InRow } from "./ago.tsx";

export type Column<Row> = {
  readonly name: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Numbers stand at the end. */
  readonly numeric?: boolean;
  /** As in CSS. Where one column has it, none moves when other rows come. */
  readonly width?: string;
  /** Whether the name is only for who cannot see, as over buttons. */
  readonly isNameless?: boolean;
  /** The one that names the row: a row's heading, and the first line of a card. */
  readonly heads?: boolean;
};

type Choice<Row> = {
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (ids: readonly string[], chosen: boolean) => void;
  /** What to call a row, for who cannot see. */
  readonly nameOf: (row: Row) => string;
};

type Props<Row> = {
  /** What the table holds, for who cannot see. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly choice?: Choice<Row>;
  /** Whether it shows what was before, and something newer is on its way. */
  readonly isStale?: boolean;
};

export function Table<Row>({ caption, columns, rows, idOf, choice, isStale = false }: Props<Row>) {
  const ids = rows.map(idOf);
  const all = ids.length > 0 && ids.every((id) => choice?.chosen.has(id));
  return (
    <InRow.Provider value={true}>
      <table class={classOf(columns, isStale)} role="table">
        <caption class="only-read">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {choice && (
              <th role="columnheader" scope="col" class="choose">
                <input
                  type="checkbox"
                  aria-label="Choose all on this page"
                  checked={all}
                  onChange={(event) => choice.onChoose(ids, event.currentTarget.checked)}
                />
              </th>
            )}
            {columns.map(({ name, numeric, isNameless, width }) => (
              <th
                key={name}
                role="columnheader"
                scope="col"
                class={numeric ? "numeric" : undefined}
                style={{ width }}
              >
                {isNameless ? <span class="only-read">{name}</span> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={idOf(row)} role="row">
              {choice && (
                <td role="cell" class="choose">
                  <input
                    type="checkbox"
                    aria-label={`Choose ${choice.nameOf(row)}`}
                    checked={choice.chosen.has(idOf(row))}
                    onChange={(event) => choice.onChoose([idOf(row)], event.currentTarget.checked)}
                  />
                </td>
              )}
              {columns.map((column) => (
                <Cell key={column.name} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </InRow.Provider>
  );
}

function classOf<Row>(columns: readonly Column<Row>[], isStale: boolean): string {
  const isFixed = columns.some(({ width }) => width !== undefined);
  return `cards${isFixed ? " fixed" : ""}${isStale ? " stale" : ""}`;
}

function Cell<Row>({
  column: { name, cell, numeric, heads, isNameless },
  row,
}: {
  column: Column<Row>;
  row: Row;
}) {
  if (heads)
    return (
      <th role="rowheader" scope="row">
        {cell(row)}
      </th>
    );
  return (
    <td role="cell" class={numeric ? "numeric" : undefined}>
      <span class="cell-name" aria-hidden="true">
        {!isNameless && name}
      </span>
      <span class="cell-value">{cell(row)}</span>
    </td>
  );
}
