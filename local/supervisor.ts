/**
 * Keeps one service running: when it dies it is started again, with a line that says so.
 * One that keeps dying is started less and less often; once stopped, it stays stopped.
 */
import { setTimeout as wait } from "node:timers/promises";
import type { Child, Hooks } from "./services/child.ts";
import { describeFailure } from "./trouble.ts";

const BACKOFF_MS = 1_000;
const BACKOFF_MAX_MS = 30_000;
/** A service that has run this long has recovered from whatever made it die before. */
const STEADY_MS = 30_000;

/** A service under supervision. */
export type Supervised = {
  readonly name: string;
  /** Its process now; null before the first one. */
  child(): Child | null;
  stop(): Promise<void>;
  /** Kills it at once, also while it is being stopped. */
  kill(): Promise<void>;
};

/** What happens to a service, for those who watch. */
export type Watch = {
  /** A process has been spawned: it is not ready yet. */
  readonly onSpawn: (name: string, child: Child) => void;
  readonly onRestart: () => void;
  readonly say: (line: string) => void;
};

/**
 * Starts a service and keeps it running.
 * @param start starts it once; it must pass the hooks on to `startChild`
 * @returns at once; `ready` settles with the first start, whose failure is the caller's
 */
export function supervise<Started extends Child>(
  name: string,
  start: (hooks: Hooks) => Promise<Started>,
  watch: Watch,
): { readonly service: Supervised; readonly ready: Promise<Started> } {
  const stopping = new AbortController();
  let current: Child | null = null;
  const hooks: Hooks = {
    signal: stopping.signal,
    onSpawn: (child) => {
      current = child;
      watch.onSpawn(name, child);
    },
  };
  const ready = start(hooks);
  const watching = ready.then(
    (child) => keepRunning(name, child, () => start(hooks), watch, stopping.signal),
    () => undefined,
  );
  const end = async (how: (child: Child) => Promise<unknown>) => {
    stopping.abort();
    if (current !== null && current.exit() === null) await how(current);
    await watching;
  };
  const service = {
    name,
    child: () => current,
    stop: () => end((child) => child.stop()),
    kill: () => end((child) => child.kill()),
  };
  return { service, ready };
}

async function keepRunning(
  name: string,
  first: Child,
  start: () => Promise<Child>,
  watch: Watch,
  stopping: AbortSignal,
): Promise<void> {
  let child: Child | null = first;
  let deaths = 0;
  while (!stopping.aborted) {
    const since = Date.now();
    const exit: string = child === null ? "" : await child.exited;
    if (stopping.aborted) return;
    deaths = Date.now() - since > STEADY_MS ? 1 : deaths + 1;
    const pauseMs = deaths === 1 ? 0 : Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** (deaths - 2));
    const when = pauseMs === 0 ? "now" : `in ${pauseMs / 1_000} s`;
    if (child !== null) watch.say(`${name} has died (${exit}); starting it again ${when}.`);
    await wait(pauseMs, undefined, { signal: stopping }).catch(() => undefined);
    child = await restart(name, start, watch, stopping);
  }
}

async function restart(
  name: string,
  start: () => Promise<Child>,
  watch: Watch,
  stopping: AbortSignal,
): Promise<Child | null> {
  const child = await start().catch((failure: unknown) => {
    if (!stopping.aborted) watch.say(`${name} could not be started: ${describeFailure(failure)}`);
    return null;
  });
  if (child === null) return null;
  watch.say(`${name} runs again (process ${child.pid}).`);
  try {
    watch.onRestart();
  } catch (failure) {
    watch.say(describeFailure(failure));
  }
  return child;
}
