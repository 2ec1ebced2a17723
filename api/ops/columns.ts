/**
 * A table for a terminal: columns as wide as they need to be, numbers to the right.
 */

/** @param rows as many cells each as there are titles */
export function columns(titles: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const widths = titles.map((title, column) =>
    rows.reduce((width, row) => Math.max(width, String(row[column] ?? "").length), title.length),
  );
  const isNumeric = titles.map((_, column) => rows.some((row) => typeof row[column] === "number"));
  const line = (cells: readonly (string | number)[]) =>
    cells
      .map((cell, column) => {
        const text = String(cell);
        return isNumeric[column] ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0);
      })
      .join("  ")
      .trimEnd();
  return [line(titles), ...rows.map(line)].join("\n");
}
