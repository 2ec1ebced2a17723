/**
 * The adaptive batch: while some batches are in flight, what arrives waits and goes together in the next one.
 * There is no timer: a lone item goes at once, and under load the batch in flight is the timer. A result is never
 * older than the call that asked for it, since every batch starts after its items arrived.
 */
import { within } from "../within.ts";

type Waiting<Item, Result> = {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
};

/**
 * How long a batch is waited for. The driver can lose an operation whose connection is closed between the moment when it
 * looks at the connection and the one when it writes (seen with mongodb 7.9: it waits for the socket to drain, which it
 * never will); and where a batch is lost, so is its place among those in flight.
 */
const answerMs = 10_000;

/**
 * Makes a function whose calls are served in batches.
 * @param run serves a batch: one result for each item, in their order; an `Error` among them rejects that item
 *   alone, a throw rejects all of the batch
 * @param limits items of one batch, batches in flight at the same time, and how long one is waited for
 * @throws Unanswered, for all of a batch that takes longer; it may still be done
 */
export function inBatches<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>,
  limits: { itemsMax: number; inFlightMax: number; answerMs?: number },
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let inFlight = 0;
  let scheduled = false;

  async function serve(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await within(
        run(batch.map(({ item }) => item)),
        limits.answerMs ?? answerMs,
        "the store",
      );
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result === undefined) reject(new Error("a batch gave too few results"));
        else if (result instanceof Error) reject(result);
        else resolve(result);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    inFlight -= 1;
    next();
  }

  function next(): void {
    scheduled = false;
    while (waiting.length > 0 && inFlight < limits.inFlightMax) {
      const batch = waiting.slice(0, limits.itemsMax);
      waiting = waiting.slice(limits.itemsMax);
      inFlight += 1;
      void serve(batch);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // What arrives in one round of the event loop goes in one batch.
      if (!scheduled) setImmediate(next);
      scheduled = true;
    });
}
