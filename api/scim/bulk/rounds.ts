/**
 * Goes through the operations of a bulk, round by round, until all are done or too many have failed.
 */
import { setImmediate } from "node:timers/promises";
import type { ApiDeps } from "../../deps.ts";
import type { ScimState } from "../context.ts";
import { type Outcome, perform } from "./perform.ts";
import { resolved } from "./references.ts";
import type { BulkRequest } from "./request.ts";
import { completionOf, type Entry, entriesOf, nextRound, type Round } from "./schedule.ts";

/** Operations that are begun before other requests are served in between. */
const begunAtOnce = 25;

/** @returns what became of each operation, by its place; of those that were not tried any more, nothing */
export async function performAll(
  deps: ApiDeps,
  state: ScimState,
  { operations, failOnErrors }: BulkRequest,
): Promise<ReadonlyMap<number, Outcome>> {
  const outcomes = new Map<number, Outcome>();
  /** The ids of the resources that were made, by their bulkId. */
  const ids = new Map<string, string>();
  let waiting: readonly Entry[] = entriesOf(operations);

  const run = async ({ index, operation, references, isCompletion }: Entry, later: Round["later"]) => {
    const lost = [...references].filter((bulkId) => !ids.has(bulkId) && !later.has(bulkId));
    const outcome = await perform(deps, state, resolved(operation, ids), lost);
    outcomes.set(index, isCompletion && outcome.status === 200 ? { ...outcome, status: 201 } : outcome);
    if (operation.bulkId !== undefined && outcome.status === 201 && outcome.id !== undefined)
      ids.set(operation.bulkId, outcome.id);
    return outcome;
  };
  const spare = () => failOnErrors - [...outcomes.values()].filter(({ status }) => status >= 400).length;

  while (waiting.length > 0 && spare() > 0) {
    const { entries, later } = nextRound(waiting, spare());
    const taken = new Set(entries);
    const left = waiting.filter((entry) => !taken.has(entry));
    await runRound(entries, (entry) => run(entry, later));
    const begun = entries.filter(({ index }) => later.size > 0 && outcomes.get(index)?.status === 201);
    waiting = [...begun.map(completionOf), ...left];
  }
  // What these refer to is not made any more, so they are not what was posted, and the answer says so.
  for (const entry of waiting) if (entry.isCompletion) await run(entry, new Set());
  return outcomes;
}

/** Does a round at once, so that its writes share their group commits. */
async function runRound(entries: readonly Entry[], run: (entry: Entry) => Promise<Outcome>): Promise<void> {
  const begun: Promise<Outcome>[] = [];
  for (const entry of entries) {
    begun.push(run(entry));
    if (begun.length % begunAtOnce === 0) await setImmediate();
  }
  const outcomes = await Promise.all(begun);
  // A name that one change takes may have been given up by another one of the same round.
  const isChange = entries.some(
    ({ operation }) => operation.method === "PUT" || operation.method === "PATCH",
  );
  if (!isChange || outcomes.every(({ status }) => status >= 400)) return;
  for (const [index, entry] of entries.entries()) if (outcomes[index]?.status === 409) await run(entry);
}
