/**
 * Times and spans as people read them, in what is told of an organization's health.
 */

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** A span in its largest unit that fits: `40 minutes`. */
export function span(ms: number): string {
  const [name, unitMs] = units.find(([, size]) => ms >= size) ?? ["second", 1_000];
  return counted(Math.max(0, Math.round(ms / unitMs)), name);
}

/** A time to the minute: `2026-02-01 09:30 UTC`. */
export function time(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** A number of things: `1 call`, `12 calls`. */
export function counted(number: number, name: string): string {
  return `${number} ${name}${number === 1 ? "" : "s"}`;
}
