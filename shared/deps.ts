/**
 * What the code of both processes stands on, opened and closed in one place and handed on as the first parameter.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Config } from "./config.ts";
import { type Log, openLog } from "./log.ts";
import { newId } from "./new-id.ts";
import { type Metrics, openMetrics } from "./ops/metrics.ts";
import { openQueues, type Queues } from "./queue/queues.ts";
import { openStore, type Store } from "./store/store.ts";
import { isAway } from "./store/trouble.ts";

export type Deps = {
  readonly config: Config;
  readonly log: Log;
  readonly store: Store;
  readonly queues: Queues;
  readonly metrics: Metrics;
  readonly now: () => Date;
  readonly newId: () => string;
};

/**
 * Opens everything.
 * @param name of the process, for its log
 * @param whenAway what to do while there is no MongoDB: a server waits for it, a command fails
 */
export async function openDeps(config: Config, name: string, whenAway: "wait" | "fail"): Promise<Deps> {
  const log = openLog(config, name);
  const store = await (whenAway === "wait" ? openStoreWhenThere(config, log) : openStore(config));
  const queues = openQueues(config, log);
  return { config, log, store, queues, metrics: openMetrics(), now: store.clock.now, newId };
}

/** A process that starts before its database waits for it; whatever else is wrong ends the process. */
async function openStoreWhenThere(config: Config, log: Log): Promise<Store> {
  for (;;) {
    try {
      return await openStore(config);
    } catch (error) {
      if (!isAway(error)) throw error;
      log.warn({ err: error }, "waiting for MongoDB");
      await pause(config.STORE_WAIT_MS);
    }
  }
}

/** Closes everything; what was begun must have ended. */
export async function closeDeps({ queues, store }: Deps): Promise<void> {
  await queues.close();
  await store.client.close();
}
