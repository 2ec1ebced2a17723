/**
 * The worker process: takes jobs, sweeps, and on SIGTERM finishes what it has begun before it goes.
 */
import { readConfig } from "../shared/config.ts";
import { consume } from "./consume.ts";
import { closeWorkerDeps, openWorkerDeps } from "./deps.ts";
import { deliver } from "./mail/deliver.ts";
import { openPrecedence } from "./precedence.ts";
import { drain } from "./sync/drain.ts";
import { findDrift } from "./upkeep/drift.ts";
import { repeat } from "./upkeep/repeat.ts";
import { sweep } from "./upkeep/sweep.ts";

const config = readConfig();
const stop = new AbortController();
const deps = await openWorkerDeps(config, stop.signal);

const precedence = openPrecedence(config.MAIL_STEP_ASIDE_MS);
const consumers = [
  consume(deps, "drain", config.DRAIN_CONCURRENCY, async ({ organization }) => {
    // What is left goes to the back of the queue, behind the other organizations.
    if (await precedence.first(() => drain(deps, organization))) deps.queues.wake(organization);
  }),
  consume(deps, "mail", config.MAIL_CONCURRENCY, async (payload) => {
    await precedence.stepAside();
    await deliver(deps, payload);
  }),
];
const upkeep = [
  repeat(deps, "sweep", config.SWEEP_EVERY_MS, sweep),
  repeat(deps, "drift", config.DRIFT_EVERY_MS, findDrift),
];
deps.log.info("ready");

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (!stop.signal.aborted) void shutDown(signal);
  });
}

async function shutDown(signal: string): Promise<void> {
  deps.log.info({ signal }, "stopping");
  stop.abort();
  const deadline = setTimeout(() => {
    deps.log.error("what was begun did not end in time; the sweeper will find it");
    process.exit(1);
  }, config.SHUTDOWN_MS);
  await Promise.all([...upkeep, ...consumers.map((consumer) => consumer.close())]);
  await closeWorkerDeps(deps);
  clearTimeout(deadline);
  deps.log.info("stopped");
}
