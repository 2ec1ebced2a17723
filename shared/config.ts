/**
 * The settings of a process, read once from the environment.
 * This is the only file that reads `process.env`; a value that cannot be right stops the process with its name.
 */
import { z } from "zod";

const milliseconds = z.coerce.number().int().positive();
const count = z.coerce.number().int().positive();

const environment = z.object({
  /** A replica set: transactions need one. The database's name is the path of the URI. */
  MONGODB_URI: z.string().default("mongodb://127.0.0.1:27017/rollcall?replicaSet=rollcall"),
  REDIS_URL: z.string().default("redis://127.0.0.1:6379"),
  SMTP_URL: z.string().default("smtp://127.0.0.1:1025"),
  /** Where the outside world reaches the API; SCIM URLs and the links in e-mails begin with it. No slash at the end. */
  PUBLIC_URL: z.url().default("http://127.0.0.1:3000"),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  MAIL_FROM: z.string().default("Rollcall <rollcall@localhost>"),
  /**
   * What workers make the tokens of invitation links from: at least 32 characters, the same for every worker, and
   * kept for as long as links live. Only workers need it.
   */
  INVITATION_SECRET: z.string().min(32).optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /** Keeps installations apart that share a Redis. */
  QUEUE_PREFIX: z.string().default("rollcall"),

  /** Bytes of a request body. */
  BODY_MAX_BYTES: count.default(1_048_576),
  /** Bytes of a request about a group, which may name many members, and how many it may name. */
  GROUP_BODY_MAX_BYTES: count.default(33_554_432),
  GROUP_MEMBERS_MAX: count.default(100_000),
  /** Operations of one bulk, and bytes of it. */
  BULK_MAX_OPERATIONS: count.default(1_000),
  BULK_MAX_BYTES: count.default(4_194_304),
  /** Bytes that one user's attributes take in the store. */
  USER_MAX_BYTES: count.default(65_536),
  /** The same for one group's, its members aside. */
  GROUP_MAX_BYTES: count.default(65_536),
  /** Resources of one page of a list, and of a page whose request names no count. */
  PAGE_MAX: count.default(1_000),
  PAGE_DEFAULT: count.default(100),
  /** How long MongoDB may scan for one filter. */
  FILTER_MAX_MS: milliseconds.default(5_000),
  /** How long a process waits for MongoDB to be found before it answers 503. */
  STORE_WAIT_MS: milliseconds.default(2_000),
  /** How long a process that was asked to stop waits for what it has begun. */
  SHUTDOWN_MS: milliseconds.default(10_000),

  /** Members that one transaction of a drain applies. */
  DRAIN_BATCH: count.default(200),
  /** Memberships that one transaction of a drain applies, or one step of clearing takes. */
  MEMBERSHIP_BATCH: count.default(1_000),
  /** Batches that one drain may take before the organization goes to the back of the queue. */
  DRAIN_BATCHES: count.default(10),
  /** Organizations that one worker drains at the same time. */
  DRAIN_CONCURRENCY: count.default(4),
  /** Tries of one member's work before it is `failed`, and the wait after the first; it doubles. */
  WORK_ATTEMPTS: count.default(8),
  WORK_BACKOFF_MS: milliseconds.default(5_000),
  /** How often the sweeper looks for work whose wake-up was lost, and how old such work must be. 0 turns it off. */
  SWEEP_EVERY_MS: z.coerce.number().int().min(0).default(5_000),
  SWEEP_GRACE_MS: milliseconds.default(10_000),

  /** How long a directory has to confirm the hand-made memberships of a group that it linked; then they go. */
  LINK_GRACE_MS: milliseconds.default(300_000),
  /** How often linked groups are looked at whose name is not the directory's. 0 turns it off. */
  DRIFT_EVERY_MS: z.coerce.number().int().min(0).default(20_000),
  /** After how long without a sign of life a job counts as abandoned by its worker. */
  JOB_LOCK_MS: milliseconds.default(15_000),
  MAIL_CONCURRENCY: count.default(10),
  /** How long an e-mail steps aside for the work on members. */
  MAIL_STEP_ASIDE_MS: milliseconds.default(2_000),
  MAIL_ATTEMPTS: count.default(12),
  MAIL_BACKOFF_MS: milliseconds.default(5_000),
  /** How long the mail queue rests when the mail server refuses us, not one recipient. */
  MAIL_PAUSE_MS: milliseconds.default(30_000),
});

export type Config = z.infer<typeof environment>;

/**
 * Reads the settings.
 * @param env variables by name, as in `process.env`; those that are missing take their defaults
 * @throws Error that lists every variable whose value cannot be used
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const read = environment.safeParse(env);
  if (read.success) return read.data;
  const wrong = read.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`These environment variables cannot be used:\n${wrong.join("\n")}`);
}
