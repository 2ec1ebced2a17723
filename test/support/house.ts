/**
 * A house: the real API and the real worker on a database and a queue prefix of their own, and a mailbox. A test
 * makes organizations in it, and acts as their directory and as their admin.
 */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { type ApiDeps, closeApiDeps, openApiDeps } from "../../api/deps.ts";
import type { Child } from "../../local/services/child.ts";
import { startNode } from "../../local/services/node.ts";
import { freePort } from "../../local/services/ports.ts";
import { readConfig } from "../../shared/config.ts";
import { type Mailbox, openMailbox } from "./mailbox.ts";

export type House = {
  readonly deps: ApiDeps;
  readonly mailbox: Mailbox;
  readonly environment: Readonly<Record<string, string>>;
  readonly logs: readonly string[];
  api: Child;
  worker: Child;
  startApi(): Promise<void>;
  startWorker(more?: Record<string, string>): Promise<void>;
  close(): Promise<void>;
};

type Options = {
  readonly mongoUri?: string;
  readonly redisUrl?: string;
  readonly environment?: Record<string, string>;
  readonly worker?: boolean;
  /** Whether the mailbox keeps what it gets. */
  readonly keepMails?: boolean;
  /** Gives each process settings of its own, from those that all have. */
  readonly wire?: (environment: Environment) => Promise<Record<"api" | "worker", Environment>>;
};

type Environment = Readonly<Record<string, string>>;

/** Quick ones, so that a test which waits for a retry or the sweeper does not wait long. */
const quick = {
  LOG_LEVEL: "info",
  SWEEP_EVERY_MS: "300",
  SWEEP_GRACE_MS: "1000",
  WORK_BACKOFF_MS: "50",
  WORK_ATTEMPTS: "3",
  MAIL_BACKOFF_MS: "50",
  MAIL_ATTEMPTS: "3",
  MAIL_PAUSE_MS: "300",
  JOB_LOCK_MS: "2000",
  DRIFT_EVERY_MS: "300",
  LINK_GRACE_MS: "100",
  CONNECTIONS_EVERY_MS: "100",
  // Failures are told by e-mail where a test is about that.
  ALERT_EVERY_MS: "0",
};

/** A test meets the limits on a client only where it asks for them. */
const unlimited = {
  SCIM_RATE_PER_SECOND: "0",
  API_IN_FLIGHT_MAX: "10000",
  API_IN_FLIGHT_PER_ORGANIZATION: "10000",
  AUTH_FAILURES_PER_MINUTE: "0",
  AUTH_FAILURES_PER_MINUTE_OF_ORGANIZATION: "0",
  CALLER_RATE_PER_SECOND: "0",
};

/** Opens a house. Close it at the end of the file. */
export async function openHouse(options: Options = {}): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-house-"));
  const name = `t${randomUUID().replaceAll("-", "")}`;
  const mailbox = await openMailbox(options.keepMails ?? true);
  const port = await freePort();
  const environment = {
    ...quick,
    ...unlimited,
    MONGODB_URI: named(options.mongoUri ?? inject("mongoUri"), name),
    REDIS_URL: options.redisUrl ?? inject("redisUrl"),
    QUEUE_PREFIX: name,
    SMTP_URL: mailbox.url,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    INVITATION_SECRET: randomUUID(),
    ...options.environment,
  };
  const deps = await openApiDeps(readConfig({ ...environment, LOG_LEVEL: "silent" }), "fail");
  const logs = [join(folder, "api.log"), join(folder, "worker.log")] as const;
  const [apiLog, workerLog] = logs;
  const own = (await options.wire?.(environment)) ?? { api: {}, worker: {} };
  const startApi = () =>
    startNode({
      name: "api",
      script: "api/main.ts",
      environment: { ...environment, ...own.api },
      logFile: apiLog,
    });
  const startWorker = (more: Record<string, string> = {}) =>
    startNode({
      name: "worker",
      script: "worker/main.ts",
      environment: { ...environment, ...own.worker, ...more },
      logFile: workerLog,
    });
  const [api, worker] = await bothOf(startApi(), startWorker());
  const house: House = {
    deps,
    mailbox,
    environment,
    logs,
    api,
    worker,
    startApi: async () => {
      house.api = await startApi();
    },
    startWorker: async (more) => {
      house.worker = await startWorker(more);
    },
    close: async () => {
      await Promise.all([house.api.stop(), house.worker.stop()]);
      await deps.store.database.dropDatabase().catch(() => undefined);
      await Promise.all([closeApiDeps(deps), mailbox.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  if (options.worker === false) await house.worker.stop();
  return house;
}

/** Both, or neither: a house that cannot be opened leaves nobody behind. */
async function bothOf(api: Promise<Child>, worker: Promise<Child>): Promise<[Child, Child]> {
  const started = await Promise.allSettled([api, worker]);
  const failure = started.find((one) => one.status === "rejected");
  if (!failure) return Promise.all([api, worker]);
  await Promise.all(started.map((one) => (one.status === "fulfilled" ? one.value.stop() : undefined)));
  throw failure.reason;
}

/** The URI with another database; it may name several servers, which no URL can. */
function named(mongoUri: string, database: string): string {
  return mongoUri.replace(/^(\w+:\/\/[^/]+\/)[^?]*/, `$1${database}`);
}
