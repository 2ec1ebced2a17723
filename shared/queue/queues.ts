/**
 * The queues as those see them who put work in: a wake-up that cannot be delivered is logged and forgotten, since
 * the sweeper finds the work without it.
 */
import { setTimeout as pause } from "node:timers/promises";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import { type JobName, jobs, type Payload } from "./jobs.ts";

export type Queues = {
  /** Wakes the workers for an organization. Returns at once; calls while one is under way become one. */
  wake(organization: string): void;
  /** When the wake-up of an organization that waits or is being served was given; null where there is none. */
  wokenAt(organization: string): Promise<Date | null>;
  /**
   * Queues e-mails.
   * @param place behind those that wait already; or before them, where somebody waits for it in front of a page
   * @throws where Redis is away
   */
  mailOut(emails: readonly string[], place?: "last" | "first"): Promise<void>;
  /** Waits until Redis is there, and no longer than `waitMs`: for a command that has only one chance to wake. */
  ready(waitMs: number): Promise<void>;
  /** Lets the mail queue rest. @throws where Redis is away */
  restMail(restMs: number): Promise<void>;
  /** How many jobs each queue has, by its name. @throws where Redis is away */
  depths(): Promise<ReadonlyMap<string, QueueDepth>>;
  close(): Promise<void>;
};

/** The jobs of a queue: those for which no worker is free, those that run, that are tried later, that are given up. */
export type QueueDepth = {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
};

/** Under load one wake-up serves the writes of so long; the first one goes at once. */
const wakeEveryMs = 5;

/** Opens the queues. Redis need not be there: what needs it then fails at once. */
export function openQueues(config: Config, log: Log): Queues {
  const connection = connectOrFail(config, log);
  const drain = lazyQueue<"drain">("drain", connection, config);
  const mail = lazyQueue<"mail">("mail", connection, config);
  /** The organizations to which a wake-up is under way, and those of them that want another one. */
  const deliveries = new Map<string, Promise<void>>();
  const again = new Set<string>();

  async function deliver(organization: string): Promise<void> {
    do {
      if (again.delete(organization)) await pause(wakeEveryMs);
      try {
        await drain.get().add("drain", { organization }, wakeUpOptions(config, organization));
      } catch (error) {
        log.debug(
          { err: error, organization },
          "a wake-up was not delivered; the sweeper will find the work",
        );
      }
    } while (again.has(organization));
    deliveries.delete(organization);
  }

  function wake(organization: string): void {
    if (deliveries.has(organization)) {
      again.add(organization);
      return;
    }
    // Not before the entry is there: a delivery that fails at once takes it away at once.
    const delivery = Promise.resolve().then(() => deliver(organization));
    deliveries.set(organization, delivery);
  }

  return {
    wake,
    wokenAt: async (organization) => {
      const id = await drain.get().getDeduplicationJobId(organization);
      const job = id ? await drain.get().getJob(id) : undefined;
      return job ? new Date(job.timestamp) : null;
    },
    mailOut: async (emails, place = "last") => {
      if (emails.length > 0) await mail.get().addBulk(emails.map((email) => mailJob(config, email, place)));
    },
    restMail: async (restMs) => {
      await mail.get().rateLimit(restMs);
    },
    depths: async () =>
      new Map(
        await Promise.all(
          [drain, mail].map(async (queue) => [queue.name, await depthOf(queue.get())] as const),
        ),
      ),
    ready: (waitMs) =>
      new Promise((resolve) => {
        if (connection.status === "ready") return resolve();
        const deadline = setTimeout(resolve, waitMs);
        connection.once("ready", () => {
          clearTimeout(deadline);
          resolve();
        });
      }),
    close: async () => {
      await Promise.all(deliveries.values());
      await Promise.all([drain.close(), mail.close()]);
      connection.disconnect();
    },
  };
}

/** A connection through which every command fails at once while Redis is away. */
export function connectOrFail({ REDIS_URL, REDIS_WAIT_MS }: Config, log: Log): Redis {
  const connection = new Redis(REDIS_URL, {
    connectTimeout: REDIS_WAIT_MS,
    socketTimeout: REDIS_WAIT_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(times * 100, 2_000),
  });
  return connection.on("error", (error) => log.debug({ err: error }, "redis is away"));
}

/** A queue is opened once Redis is there: BullMQ asks it for its version first, and never again if that failed. */
function lazyQueue<Name extends JobName>(name: Name, connection: Redis, { QUEUE_PREFIX }: Config) {
  let queue: Queue<Payload<Name>> | undefined;
  return {
    name,
    get: () => {
      if (connection.status !== "ready") throw new Error("redis is away");
      queue ??= new Queue<Payload<Name>>(name, { connection, prefix: QUEUE_PREFIX }).on("error", ignore);
      return queue;
    },
    close: async () => queue?.close(),
  };
}

async function depthOf(queue: Pick<Queue, "getJobCounts">): Promise<QueueDepth> {
  const {
    waiting = 0,
    active = 0,
    delayed = 0,
    failed = 0,
  } = await queue.getJobCounts("waiting", "active", "delayed", "failed");
  return { waiting, active, delayed, failed };
}

/** The connection tells of its errors itself. */
function ignore(): void {}

/** While a drain of the organization is running, the wake-up is kept and becomes the next one. */
function wakeUpOptions(config: Config, organization: string) {
  const { attempts } = jobs.drain.tries(config);
  return {
    deduplication: { id: organization, keepLastIfActive: true },
    attempts,
    removeOnComplete: true,
    removeOnFail: true,
  };
}

/** The row's id is the job's: an e-mail is queued once at a time. */
function mailJob(config: Config, email: string, place: "last" | "first") {
  const { attempts, backoffMs } = jobs.mail.tries(config);
  return {
    name: "mail",
    data: { email },
    opts: {
      jobId: email,
      lifo: place === "first",
      attempts,
      backoff: { type: "exponential", delay: backoffMs, jitter: 0.5 },
      removeOnComplete: true,
      removeOnFail: true,
    },
  };
}
