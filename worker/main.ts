/**
 * The worker process: takes jobs, sweeps, and on SIGTERM finishes what it has begun before it goes.
 */
import { readConfig } from "../shared/config.ts";
import { openPages } from "../shared/ops/pages.ts";
import { openOpsServer } from "../shared/ops/server.ts";
import { tellFailures } from "./alerts/tell.ts";
import { tellConfirmations } from "./confirmations/tell.ts";
import { consume } from "./consume.ts";
import { closeWorkerDeps, openWorkerDeps } from "./deps.ts";
import { deliver } from "./mail/deliver.ts";
import { checkConsuming } from "./ops/consuming.ts";
import { openPrecedence } from "./precedence.ts";
import { drain } from "./sync/drain.ts";
import { watchConnections } from "./upkeep/connections.ts";
import { findDrift } from "./upkeep/drift.ts";
import { repeat } from "./upkeep/repeat.ts";
import { sweep } from "./upkeep/sweep.ts";

const config = readConfig();
const stop = new AbortController();
const ops = await openOpsServer(config);
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
  repeat(deps, "alerts", config.ALERT_EVERY_MS, tellFailures),
  repeat(deps, "confirmations", config.ALERT_EVERY_MS, tellConfirmations),
  repeat(deps, "connections", config.CONNECTIONS_WATCH_EVERY_MS, watchConnections),
];
ops.show(
  openPages(
    deps,
    () => stop.signal.aborted,
    () => checkConsuming(consumers),
  ),
);
deps.log.info({ opsPort: ops.port }, "ready");

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
  await ops.close();
  clearTimeout(deadline);
  deps.log.info("stopped");
  // ioredis leaves the timer of a wait for jobs behind, which would keep us for as long as that may take.
  process.exit();
}
