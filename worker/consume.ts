/**
 * The only wrapper around a BullMQ worker: reads a job's payload by the table of jobs and runs it. What a job is for
 * stands in MongoDB, so a payload that cannot be read is logged and dropped.
 */
import { type Job, UnrecoverableError, Worker } from "bullmq";
import { Redis } from "ioredis";
import { type JobName, jobs, type Payload } from "../shared/queue/jobs.ts";
import { within } from "../shared/within.ts";
import type { WorkerDeps } from "./deps.ts";

export type Consumer = {
  /** Whether jobs reach it; they do not while Redis is away. */
  isConsuming(): boolean;
  close(): Promise<void>;
};

/**
 * Takes jobs from a queue.
 * @param run does the work of one job; what it throws makes BullMQ try again as the job's options say
 */
export function consume<Name extends JobName>(
  { config, log }: WorkerDeps,
  name: Name,
  concurrency: number,
  run: (payload: Payload<Name>) => Promise<void>,
): Consumer {
  const connection = new Redis(config.REDIS_URL, {
    connectTimeout: config.REDIS_SILENT_MS,
    // A worker without work asks for some every few seconds, so a silence as long as this is a dead connection.
    socketTimeout: config.REDIS_SILENT_MS,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(times * 100, 2_000),
  });
  connection.on("error", (error) => log.debug({ err: error }, "redis is away"));
  const worker = new Worker(
    name,
    async (job: Job<unknown>) => {
      const read = jobs[name].payload.safeParse(job.data);
      if (!read.success) throw new UnrecoverableError(`the payload of a ${name} job cannot be read`);
      // What is lost must not keep its place for ever: the sweeper finds what it was to do.
      await within(run(read.data), config.WORK_LOST_MS, `a ${name} job`);
    },
    {
      connection,
      prefix: config.QUEUE_PREFIX,
      concurrency,
      // BullMQ keeps a rest only for a worker that has a limit; this one is never reached.
      limiter: { max: 1_000_000, duration: 1_000 },
      // A worker that was killed holds its jobs for so long; they are wake-ups, so a second run does no harm.
      lockDuration: config.JOB_LOCK_MS,
      stalledInterval: config.JOB_LOCK_MS,
      maxStalledCount: 10,
      // A Redis that answers with errors (full, read-only) is asked again after so long.
      runRetryDelay: config.JOB_LOCK_MS,
    },
  );
  worker.on("error", (error) => log.debug({ err: error, queue: name }, "redis is away"));
  worker.on("failed", (job, error) => log.warn({ err: error, queue: name, job: job?.data }, "a job failed"));
  return {
    isConsuming: () => worker.isRunning() && connection.status === "ready",
    close: async () => {
      await worker.close();
      connection.disconnect();
    },
  };
}
