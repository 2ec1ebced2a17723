/**
 * Prints what a command gives back: JSON for scripts, and lines for people.
 */

/** Prints a result: a list becomes a table, an object lines of its own, a value one line. */
export function printResult(result: Readonly<Record<string, unknown>>, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(result));
    return;
  }
  for (const [name, value] of Object.entries(result)) {
    if (Array.isArray(value)) printList(name, value);
    else if (typeof value === "object" && value !== null) console.log(lines(name, value));
    else console.log(`${name}: ${String(value)}`);
  }
}

function printList(name: string, rows: readonly unknown[]): void {
  if (rows.length === 0) console.log(`No ${name}.`);
  else console.table(rows.map((row) => (typeof row === "object" && row !== null ? flat(row) : row)));
}

function lines(name: string, value: object): string {
  return [name, ...Object.entries(flat(value)).map(([key, part]) => `  ${key}: ${part}`)].join("\n");
}

function flat(row: object): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, brief(value)]));
}

function brief(value: unknown): string {
  if (value === null || value === undefined) return "-";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
