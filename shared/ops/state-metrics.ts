/**
 * What Prometheus is told of the state that all processes share: read in MongoDB and Redis when somebody asks, and
 * kept for a while. What could not be read is left out rather than told as it was.
 */
import { Gauge } from "prom-client";
import type { Deps } from "../deps.ts";
import type { QueueDepth } from "../queue/queues.ts";
import { failureKinds } from "../store/documents.ts";
import { within } from "../within.ts";
import { type Backlog, readBacklog } from "./backlog.ts";
import { type Metrics, workCollections } from "./metrics.ts";
import { type OpenFailures, readOpenFailures } from "./open-failures.ts";
import { type QueuedMail, readQueuedMail } from "./queued-mail.ts";

/** A look that took long is kept for so many times as long: it takes a tenth of the database's time at most. */
const rest = 10;

/**
 * Adds these metrics.
 * @returns what reads them anew where they are old; it never rejects
 */
export function addStateMetrics(deps: Deps): () => Promise<void> {
  const { config, store, queues } = deps;
  const gauges = openGauges(deps.metrics);
  let freshUntil = 0;
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    const startedAt = performance.now();
    const waitMs = config.METRICS_WAIT_MS;
    const work = Promise.all([
      readBacklog(store, waitMs),
      readOpenFailures(store, waitMs),
      readQueuedMail(store, waitMs),
    ]);
    const [counted, depths] = await Promise.allSettled([
      within(work, waitMs, "MongoDB"),
      within(queues.depths(), waitMs, "Redis"),
    ]);
    gauges.tellWork(counted.status === "fulfilled" ? counted.value : null, deps.now());
    gauges.tellQueues(depths.status === "fulfilled" ? depths.value : null);
    const endedAt = performance.now();
    freshUntil = endedAt + Math.max(config.METRICS_KEEP_MS, rest * (endedAt - startedAt));
  }

  return async () => {
    if (looking === null && performance.now() < freshUntil) return;
    looking ??= look().finally(() => {
      looking = null;
    });
    await looking;
  };
}

type Work = readonly [readonly Backlog[], readonly OpenFailures[], QueuedMail];

function openGauges({ registry }: Metrics) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name, help: `${help} (the same from every process)`, labelNames, registers: [registry] });
  const pending = gauge("rollcall_pending_records", "Records acknowledged and not yet applied", [
    "collection",
  ]);
  const oldest = gauge("rollcall_oldest_pending_seconds", "Age of the oldest change not yet applied", [
    "collection",
  ]);
  const failures = gauge(
    "rollcall_open_failures",
    "What a person must know of, by kind; work is what failed for good, mail what could not be delivered",
    ["kind"],
  );
  const emails = gauge("rollcall_emails_queued", "E-mails that wait to be sent", []);
  const jobs = gauge("rollcall_queue_jobs", "Jobs in the queues, by state", ["queue", "state"]);
  const there = gauge("rollcall_server_up", "Whether what is told of it could be read: 1, or 0", ["server"]);
  return {
    tellWork: (work: Work | null, now: Date) => {
      for (const each of [pending, oldest, failures]) each.reset();
      emails.set(Number.NaN);
      there.set({ server: "mongodb" }, work ? 1 : 0);
      if (!work) return;
      const [backlog, open, mail] = work;
      for (const collection of workCollections) {
        const own = backlog.filter((each) => each.collection === collection);
        pending.set(
          { collection },
          own.reduce((sum, each) => sum + each.pending, 0),
        );
        oldest.set({ collection }, oldestSeconds(own, now));
      }
      for (const kind of failureKinds) failures.set({ kind }, 0);
      for (const each of open) failures.inc({ kind: each.kind }, each.open);
      emails.set(mail.queued);
    },
    tellQueues: (depths: ReadonlyMap<string, QueueDepth> | null) => {
      jobs.reset();
      there.set({ server: "redis" }, depths ? 1 : 0);
      for (const [queue, depth] of depths ?? []) {
        for (const [state, count] of Object.entries(depth)) jobs.set({ queue, state }, count);
      }
    },
  };
}

/** 0 where nothing is pending. */
function oldestSeconds(backlog: readonly Backlog[], now: Date): number {
  // Many organizations can have work, more than a call takes arguments.
  return backlog.reduce((oldest, { since }) => Math.max(oldest, now.getTime() - since.getTime()), 0) / 1_000;
}
