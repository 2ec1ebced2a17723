/**
 * What was seen of one connection since it was written down last: the same as what is stored, but in small. It is
 * bounded, however many calls come.
 */
import type { Cycle, Refused, Slot } from "../../shared/store/connection-documents.ts";
import { type Call, isWrite, outcomeOf, slotOf } from "./call.ts";

/** The most that is kept of what a directory was told, in characters. */
const detailMax = 300;

type Open<T> = { -readonly [Name in keyof T]: T[Name] };

export type Seen = {
  readonly cycle: Open<Cycle>;
  readonly fine: { [Name in Slot]?: Date };
  readonly refused: { [Name in Slot]?: Refused };
  /** When refusals of another kind took a row's place last. */
  readonly replaced: { [Name in Slot]?: Date };
  firstSuccessAt?: Date;
};

/** Adds a call to what was seen before it. */
export function addCall(before: Seen | undefined, call: Call): Seen {
  const { at } = call;
  const seen = before ?? {
    cycle: { startedAt: at, endedAt: at, calls: 0, writes: 0, refusals: 0, errors: 0, cutShort: false },
    fine: {},
    refused: {},
    replaced: {},
  };
  const outcome = outcomeOf(call);
  const { cycle } = seen;
  cycle.endedAt = at;
  cycle.calls += 1;
  if (isWrite(call)) cycle.writes += 1;
  if (outcome === "refused") cycle.refusals += 1;
  if (outcome === "error") cycle.errors += 1;
  cycle.cutShort = outcome === "cutShort";
  const slot = slotOf(call);
  if (outcome === "fine") {
    seen.firstSuccessAt ??= at;
    wentWell(seen, slot, at);
  }
  if (outcome === "refused") refusedAgain(seen, slot, call);
  // Whoever is told what is wrong with a call was let in.
  if (slot !== "access" && (outcome === "fine" || outcome === "refused" || outcome === "neutral"))
    wentWell(seen, "access", at);
  return seen;
}

function wentWell(seen: Seen, slot: Slot, at: Date): void {
  seen.fine[slot] = at;
  delete seen.refused[slot];
}

function refusedAgain({ refused, replaced }: Seen, slot: Slot, { at, status, told }: Call): void {
  const fault = told?.fault ?? "unknown";
  const before = refused[slot];
  if (before && before.fault !== fault) replaced[slot] = at;
  const { count, since } = before?.fault === fault ? before : { count: 0, since: at };
  const detail = (told?.detail ?? "").slice(0, detailMax);
  refused[slot] = { status, fault, detail, count: count + 1, since, lastAt: at };
}
