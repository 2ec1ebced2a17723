/** The time in milliseconds that a share of some times does not exceed, to a tenth. */
export function percentile(times: readonly number[], percent: number): number {
  const sorted = [...times].sort((left, right) => left - right);
  const index = Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100));
  return Math.round((sorted[index] ?? Number.NaN) * 10) / 10;
}
