/**
 * How long ago a moment was, as people say it, and how long these words stay true. Pure.
 */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const units = [
  { name: "year", ms: 365 * dayMs },
  { name: "month", ms: 30 * dayMs },
  { name: "day", ms: dayMs },
  { name: "hour", ms: hourMs },
  { name: "minute", ms: minuteMs },
] as const;

/** `3 minutes ago`, `in 4 days`, `just now`; `yesterday` and the like are not said, since they depend on the clock's day. */
export function agoInWords(at: number, now: number): string {
  const ms = Math.abs(now - at);
  const unit = units.find((one) => ms >= one.ms);
  if (!unit) return at > now && ms >= minuteMs / 2 ? "in a minute" : "just now";
  const count = Math.floor(ms / unit.ms);
  const span = `${count} ${unit.name}${count === 1 ? "" : "s"}`;
  return at > now ? `in ${span}` : `${span} ago`;
}

/** A span as people say it: `40 ms`, `1.2 s`, `3 min`. */
export function spanInWords(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < minuteMs) return `${Math.round(ms / 1_000)} s`;
  if (ms < hourMs) return `${Math.round(ms / minuteMs)} min`;
  return `${Math.round(ms / hourMs)} h`;
}

/** How often to say it anew, so that it is never wrong by much. */
export function agoHoldsMs(at: number, now: number): number {
  return Math.abs(now - at) < hourMs ? 15_000 : 5 * minuteMs;
}
