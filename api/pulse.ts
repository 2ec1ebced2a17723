/**
 * Whether MongoDB says anything. While requests wait for it, it is asked all the time; where it has said nothing for
 * `STORE_PULSE_MS`, whoever waits hears that it is away, and so does at once whoever comes, until it answers again.
 * A connection that is refused tells by itself; one that is open and silent does not.
 */
import { setTimeout as pause } from "node:timers/promises";
import { MongoNetworkTimeoutError } from "mongodb";
import type { Config } from "../shared/config.ts";
import type { Store } from "../shared/store/store.ts";

export type Pulse = {
  /** Waits for work that needs MongoDB. @throws MongoNetworkTimeoutError where MongoDB falls silent meanwhile */
  guard<Result>(work: () => Promise<Result>): Promise<Result>;
  close(): void;
};

/** How often it is asked; steps as long as these are counted, so a process that was held up itself blames nobody. */
const stepMs = 100;

/** Asks nothing while nobody waits. */
export function openPulse(
  { STORE_PULSE_MS }: Pick<Config, "STORE_PULSE_MS">,
  ask: () => Promise<unknown>,
): Pulse {
  const waiting = new Set<(reason: Error) => void>();
  let silentMs = 0;
  let isBeating = false;
  let isAsking = false;
  let isClosed = false;
  const isSilent = () => silentMs >= STORE_PULSE_MS;

  async function beat(): Promise<void> {
    isBeating = true;
    while (!isClosed && (waiting.size > 0 || isSilent())) {
      await pause(stepMs, undefined, { ref: false });
      silentMs += stepMs;
      void listen();
      if (!isSilent()) continue;
      for (const giveUp of waiting) giveUp(silence());
      waiting.clear();
    }
    silentMs = 0;
    isBeating = false;
  }

  /** Asks, unless a question is still open. */
  async function listen(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    try {
      await ask();
      silentMs = 0;
    } catch {
      // No answer is what the steps count.
    }
    isAsking = false;
  }

  return {
    guard: (work) => {
      if (isSilent()) return Promise.reject(silence());
      return new Promise((resolve, reject) => {
        waiting.add(reject);
        work()
          .then(resolve, reject)
          .finally(() => waiting.delete(reject));
        if (!isBeating) void beat();
      });
    },
    close: () => {
      isClosed = true;
    },
  };
}

/** Asks the server that takes writes. @param waitMs after which an answer is no longer waited for */
export function askStore({ database }: Store, waitMs: number): () => Promise<unknown> {
  return () => database.command({ ping: 1 }, { timeoutMS: waitMs });
}

function silence(): Error {
  return new MongoNetworkTimeoutError("MongoDB says nothing");
}
