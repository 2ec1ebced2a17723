/**
 * Adds what a process saw of a connection to what is stored of it. Pure; whatever the order in which processes write,
 * nothing is counted twice, and nothing counts as in a row that is not.
 */
import {
  type Connection,
  type Cycle,
  isFullCycle,
  type Refused,
  type Slot,
} from "../../shared/store/connection-documents.ts";
import type { Seen } from "./seen.ts";

/** The cycles that are kept of a connection. */
const cyclesMax = 10;

/** What the API writes of a connection. */
type Observed = Pick<Connection, "cycles" | "fine" | "refused" | "firstSuccessAt" | "firstCycleAt">;

/**
 * Adds what was seen to what is stored. Other processes see other calls of the same connection, so it may come out of
 * order: refusals are in a row only where nothing went well after the first of them, whoever saw that.
 * @param gapMs a call that comes so long after the last one begins a cycle
 */
export function withSeen(before: Observed | null, seen: Seen, gapMs: number): Observed {
  const stored: Observed = before ?? { cycles: [], fine: {}, refused: {} };
  const firstSuccessAt = earlier(stored.firstSuccessAt, seen.firstSuccessAt);
  const firstCycleAt = stored.firstCycleAt ?? endedBy(stored.cycles.at(-1), seen.cycle, gapMs);
  return {
    cycles: withCycle(stored.cycles, seen.cycle, gapMs),
    fine: eachSlot((slot) => later(stored.fine[slot], seen.fine[slot])),
    refused: eachSlot((slot) => {
      const known = unlessOver(stored.refused[slot], later(seen.fine[slot], seen.replaced[slot]));
      const fresh = unlessBroken(seen.refused[slot], stored.fine[slot]);
      return fresh && known?.fault === fresh.fault ? joined(known, fresh) : (fresh ?? known);
    }),
    ...(firstSuccessAt && { firstSuccessAt }),
    ...(firstCycleAt && { firstCycleAt }),
  };
}

/** When the last cycle ended, where it did its work and another one has begun. */
function endedBy(last: Cycle | undefined, next: Cycle, gapMs: number): Date | undefined {
  return last && isFullCycle(last) && isApart(last, next, gapMs) ? last.endedAt : undefined;
}

/** Whether a cycle begins with what was seen. */
export function beginsCycle(before: Observed | null, { cycle }: Seen, gapMs: number): boolean {
  const last = before?.cycles.at(-1);
  return last === undefined || isApart(last, cycle, gapMs);
}

function isApart(last: Cycle, next: Cycle, gapMs: number): boolean {
  return next.startedAt.getTime() - last.endedAt.getTime() >= gapMs;
}

function withCycle(cycles: readonly Cycle[], cycle: Cycle, gapMs: number): Cycle[] {
  const last = cycles.at(-1);
  if (!last || isApart(last, cycle, gapMs)) return [...cycles, cycle].slice(-cyclesMax);
  const newest = cycle.endedAt >= last.endedAt ? cycle : last;
  const both: Cycle = {
    startedAt: earlier(last.startedAt, cycle.startedAt) ?? cycle.startedAt,
    endedAt: newest.endedAt,
    calls: last.calls + cycle.calls,
    writes: last.writes + cycle.writes,
    refusals: last.refusals + cycle.refusals,
    errors: last.errors + cycle.errors,
    cutShort: newest.cutShort,
  };
  return [...cycles.slice(0, -1), both];
}

/** What was stored before is over with whatever came at the same moment; what was seen after it is not. */
function unlessOver(row: Refused | undefined, end: Date | undefined): Refused | undefined {
  return row && end && end >= row.since ? undefined : row;
}

function unlessBroken(row: Refused | undefined, fine: Date | undefined): Refused | undefined {
  return row && fine && fine > row.since ? undefined : row;
}

function joined(known: Refused, fresh: Refused): Refused {
  const newest = fresh.lastAt >= known.lastAt ? fresh : known;
  return {
    ...newest,
    count: known.count + fresh.count,
    since: earlier(known.since, fresh.since) ?? known.since,
  };
}

function eachSlot<Value>(find: (slot: Slot) => Value | undefined): { [Name in Slot]?: Value } {
  const [access, write, read] = [find("access"), find("write"), find("read")];
  return {
    ...(access !== undefined && { access }),
    ...(write !== undefined && { write }),
    ...(read !== undefined && { read }),
  };
}

function earlier(one: Date | undefined, other: Date | undefined): Date | undefined {
  return one && other ? (one < other ? one : other) : (one ?? other);
}

function later(one: Date | undefined, other: Date | undefined): Date | undefined {
  return one && other ? (one > other ? one : other) : (one ?? other);
}
