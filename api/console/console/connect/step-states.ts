/**
 * How far along a guide is: what was seen, what must have been done before it, and what comes next. Pure.
 */
import type { ConnectProgress } from "../../parts/wire.ts";
import type { Signal } from "./guide.ts";

export type StepState = {
  /** `done` without a moment: nothing is seen of such a step, but a later one was. */
  readonly state: "done" | "next" | "later";
  readonly doneAt: string | null;
  readonly trouble: string | null;
};

type Steps = readonly { readonly signal?: Signal }[];

/** The state of each step, in their order. Exactly one is next, unless all are done. */
export function stepStates(steps: Steps, progress: ConnectProgress | undefined): StepState[] {
  const seen = new Map(progress?.steps.map((one) => [one.step, one]));
  const found = steps.map(({ signal }) => (signal === undefined ? undefined : seen.get(signal)));
  const lastDone = found.findLastIndex((one) => one !== undefined && one.doneAt !== null);
  // A step that shows from here and was not seen is open, even where a later one was.
  const isDone = found.map((one, index) =>
    steps[index]?.signal === undefined ? index < lastDone : (one?.doneAt ?? null) !== null,
  );
  const next = isDone.indexOf(false);
  return found.map((one, index) => ({
    state: isDone[index] ? "done" : index === next ? "next" : "later",
    doneAt: one?.doneAt ?? null,
    trouble: one?.trouble ?? null,
  }));
}

/** What is wrong that no step of the guide stands for: a directory without cycles of its own can meet trouble in one too. */
export function otherTroubles(steps: Steps, progress: ConnectProgress | undefined): string[] {
  const signals = new Set(steps.map(({ signal }) => signal));
  return (progress?.steps ?? []).flatMap(({ step, trouble }) =>
    trouble === null || signals.has(step) ? [] : [trouble],
  );
}
