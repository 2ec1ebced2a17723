/**
 * What the code of both processes stands on, opened and closed in one place and handed on as the first parameter.
 */
import { v7 } from "uuid";
import type { Config } from "./config.ts";
import { type Log, openLog } from "./log.ts";
import { openQueues, type Queues } from "./queue/queues.ts";
import { openStore, type Store } from "./store/store.ts";

export type Deps = {
  readonly config: Config;
  readonly log: Log;
  readonly store: Store;
  readonly queues: Queues;
  readonly now: () => Date;
  /** Ids grow with time, so that a list by id is a list by age and a page does not shift. */
  readonly newId: () => string;
};

/**
 * Opens everything.
 * @param name of the process, for its log
 */
export async function openDeps(config: Config, name: string): Promise<Deps> {
  const log = openLog(config, name);
  const store = await openStore(config);
  const queues = openQueues(config, log);
  return { config, log, store, queues, now: () => new Date(), newId: () => v7() };
}

/** Closes everything; what was begun must have ended. */
export async function closeDeps({ queues, store }: Deps): Promise<void> {
  await queues.close();
  await store.client.close();
}
