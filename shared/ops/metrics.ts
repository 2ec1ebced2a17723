/**
 * What a process counts, for Prometheus. Labels come from short lists in the code: no organization and no name ever
 * becomes one, so the number of series does not grow with the customers.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Email } from "../store/documents.ts";

/** The collections whose records wait until a worker has applied them. */
export const workCollections = ["members", "groups", "memberships"] as const;
export type WorkCollection = (typeof workCollections)[number];

/** A write of a directory, as far as it is counted. */
export type CountedWrite = {
  readonly kind: "users" | "groups" | "bulk" | "other";
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly status: "2xx" | "3xx" | "4xx" | "5xx";
};

/**
 * What became of an attempt to send an e-mail: `retried` is tried again later, `paused` too, once the queue has rested
 * since the mail server refuses us; `superseded` is not wanted any more.
 */
const mailOutcomes = ["sent", "failed", "retried", "paused", "superseded"] as const;
type MailOutcome = (typeof mailOutcomes)[number];
const mailKinds: readonly Email["kind"][] = ["invitation", "alert", "signIn", "test", "confirmations"];

export type Metrics = {
  readonly registry: Registry;
  /** A write was answered, and how long that took. */
  answered(write: CountedWrite, seconds: number): void;
  /** Records were applied. @param since when the oldest change in each was acknowledged */
  applied(collection: WorkCollection, since: readonly Date[], at: Date): void;
  batchFailed(collection: WorkCollection): void;
  email(kind: Email["kind"], outcome: MailOutcome): void;
  /** A drain began. @returns what is to be called once it has ended, however */
  drainBegan(): () => void;
};

/** In seconds: from a write that goes alone to one that is about to be given up. */
const answerBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** In seconds: from at once to a record that went through all its tries. */
const lagBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200];

/** Makes the counters, in a registry of their own. */
export function openMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const writes = new Counter({
    name: "rollcall_writes_total",
    help: "SCIM writes answered, by kind of resource, method and class of status; 2xx are acknowledged",
    labelNames: ["kind", "method", "status"],
    registers,
  });
  const answer = new Histogram({
    name: "rollcall_write_seconds",
    help: "From the arrival of a SCIM write to its answer",
    labelNames: ["kind", "method"],
    buckets: answerBuckets,
    registers,
  });
  const applied = new Counter({
    name: "rollcall_applied_total",
    help: "Records applied by this worker, each with all changes that were acknowledged by then",
    labelNames: ["collection"],
    registers,
  });
  const lag = new Histogram({
    name: "rollcall_applied_lag_seconds",
    help: "From the acknowledgement of the oldest change in a record to its application",
    labelNames: ["collection"],
    buckets: lagBuckets,
    registers,
  });
  const batches = new Counter({
    name: "rollcall_batches_failed_total",
    help: "Batches that could not be applied as a whole, and were applied record by record",
    labelNames: ["collection"],
    registers,
  });
  const emails = new Counter({
    name: "rollcall_emails_total",
    help: "Attempts to send an e-mail, by its kind and what became of them",
    labelNames: ["kind", "outcome"],
    registers,
  });
  const drains = new Gauge({
    name: "rollcall_drains_running",
    help: "Drains that run in this process",
    registers,
  });
  // A series that begins with its first event hides that event from whoever asks for the increase.
  for (const collection of workCollections) {
    applied.inc({ collection }, 0);
    batches.inc({ collection }, 0);
  }
  for (const kind of mailKinds) for (const outcome of mailOutcomes) emails.inc({ kind, outcome }, 0);
  return {
    registry,
    answered: ({ kind, method, status }, seconds) => {
      writes.inc({ kind, method, status });
      answer.observe({ kind, method }, seconds);
    },
    applied: (collection, since, at) => {
      applied.inc({ collection }, since.length);
      for (const each of since) {
        lag.observe({ collection }, Math.max(0, at.getTime() - each.getTime()) / 1_000);
      }
    },
    batchFailed: (collection) => batches.inc({ collection }),
    email: (kind, outcome) => emails.inc({ kind, outcome }),
    drainBegan: () => {
      drains.inc();
      return () => drains.dec();
    },
  };
}

/** Adds what Node tells of the process itself: memory, processor, event loop, garbage. */
export function addProcessMetrics({ registry }: Metrics): void {
  collectDefaultMetrics({ register: registry });
}
