/**
 * The settings of a process, read once from the environment.
 * Of the product, this is the only file that reads `process.env`; a value that cannot be right stops the process with its name.
 */
import { z } from "zod";

const milliseconds = z.coerce.number().int().positive();
const count = z.coerce.number().int().positive();
/** A file for containers can name a variable only with a value, be it an empty one. */
const orNothing = (value: unknown) => (value === "" ? undefined : value);

const environment = z.object({
  /** A replica set: transactions need one. The database's name is the path of the URI. */
  MONGODB_URI: z.string().default("mongodb://127.0.0.1:27017/rollcall?replicaSet=rollcall"),
  REDIS_URL: z.string().default("redis://127.0.0.1:6379"),
  SMTP_URL: z.string().default("smtp://127.0.0.1:1025"),
  /** Where the outside world reaches the API; SCIM URLs and the links in e-mails begin with it. No slash at the end. */
  PUBLIC_URL: z.url().default("http://127.0.0.1:3000"),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** Where workers keep the compiled templates of e-mails; without it each compiles them when it starts. */
  MAIL_TEMPLATES_CACHE: z.string().min(1).optional(),
  MAIL_FROM: z.string().default("Rollcall <rollcall@localhost>"),
  /**
   * What workers make the tokens of invitation links from: at least 32 characters, the same for every worker, and
   * kept for as long as links live. Only workers need it.
   */
  INVITATION_SECRET: z.string().min(32).optional(),
  /**
   * What the API encrypts secrets with that it must be able to read again, such as those of sign-in providers: at least
   * 32 characters, the same for every API process, and kept. Only the API needs it, and only where a provider has a secret.
   */
  SECRETS_KEY: z.preprocess(orNothing, z.string().min(32).optional()),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /**
   * Where operators find metrics, `/livez` and `/readyz` of the process; 0 chooses a port, which the log names. Nobody
   * signs in there except to the queue board, so only the operators' network may reach it.
   */
  OPS_HOST: z.string().default("127.0.0.1"),
  OPS_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** Who may see the queue board of the API; without a password there is none. */
  OPS_USER: z.string().min(1).default("operator"),
  OPS_PASSWORD: z.string().min(12).optional(),
  /** Wrong passwords that one address may send in a while, and how long that is. */
  OPS_WRONG_PASSWORDS: count.default(10),
  OPS_WRONG_PASSWORDS_MS: milliseconds.default(60_000),
  /** How long `/readyz` waits for MongoDB, and for Redis. */
  READY_WAIT_MS: milliseconds.default(1_000),
  /** How long the metrics wait for what they read in MongoDB and Redis, and for how long they keep it at least. */
  METRICS_WAIT_MS: milliseconds.default(5_000),
  METRICS_KEEP_MS: milliseconds.default(5_000),
  /** How long MongoDB may count for `npm run ops -- status`. */
  STATUS_WAIT_MS: milliseconds.default(15_000),
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
  /**
   * How long a process waits for MongoDB to be found, and for a connection to it to open; and how often it looks
   * whether each server is there.
   */
  STORE_WAIT_MS: milliseconds.default(2_000),
  STORE_HEARTBEAT_MS: milliseconds.default(2_000),
  /** How long a call waits for a word on its connection to MongoDB, or for a free one of the pool. */
  STORE_SILENT_MS: milliseconds.default(30_000),
  /** How long the API lets requests wait while MongoDB says nothing at all, before it answers 503. */
  STORE_PULSE_MS: milliseconds.default(1_500),
  /**
   * How long those who put work in, and those who take it out, wait for a word on a connection to Redis. The latter hear
   * nothing for ten seconds at most while there is no work.
   */
  REDIS_WAIT_MS: milliseconds.default(2_000),
  REDIS_SILENT_MS: milliseconds.default(15_000),
  /** How often a process writes down what it saw of the directories' calls, and what it counted; a kill loses so much of it. */
  CONNECTIONS_EVERY_MS: milliseconds.default(5_000),
  /** After how long without a call the next one begins a cycle of the directory. */
  CONNECTION_GAP_MS: milliseconds.default(300_000),
  /** How many calls must be refused in a row, and for how long, before the connection counts as failing. */
  CONNECTION_REFUSALS: count.default(10),
  CONNECTION_REFUSALS_MS: milliseconds.default(60_000),
  /** A directory that has not come for less than this is never silent, however often it came before. */
  SILENCE_MIN_MS: milliseconds.default(3_600_000),
  /** How often a worker looks for connections that fail or have fallen silent. 0 turns it off. */
  CONNECTIONS_WATCH_EVERY_MS: z.coerce.number().int().min(0).default(10_000),
  /** How long a process that was asked to stop waits for what it has begun. */
  SHUTDOWN_MS: milliseconds.default(10_000),

  /**
   * Requests a second that an organization may send to one API process, where its own setting says nothing, and how
   * many of them in one go, never fewer than those of a second. The rate is what Entra demands at least; the burst is
   * the largest bulk, or 40 seconds of that rate. 0 a second is no limit.
   */
  SCIM_RATE_PER_SECOND: z.coerce.number().int().min(0).default(25),
  SCIM_RATE_BURST: count.default(1_000),
  /** Requests that one API process works at or writes the answer of, for all and for one organization. */
  API_IN_FLIGHT_MAX: count.default(1_000),
  API_IN_FLIGHT_PER_ORGANIZATION: count.default(256),
  /** Bytes of request bodies in the memory of one API process; half of them at most for one organization. */
  API_BODIES_MAX_BYTES: count.default(268_435_456),
  /** Attempts without a good key a minute, from one address and for one organization from all. 0 is no limit. */
  AUTH_FAILURES_PER_MINUTE: z.coerce.number().int().min(0).default(60),
  AUTH_FAILURES_PER_MINUTE_OF_ORGANIZATION: z.coerce.number().int().min(0).default(600),
  /**
   * Sign-ins that may be begun: a minute from one address and from all, and e-mails with links an hour to one address.
   * 0 is no limit.
   */
  SIGN_INS_PER_MINUTE: z.coerce.number().int().min(0).default(60),
  SIGN_INS_PER_MINUTE_IN_ALL: z.coerce.number().int().min(0).default(600),
  SIGN_IN_MAILS_PER_HOUR: z.coerce.number().int().min(0).default(6),
  /** How long the API waits for an answer of a sign-in provider. */
  PROVIDER_WAIT_MS: milliseconds.default(5_000),
  /** Where sign-in providers may stand, which customers choose: in the public internet, or in the operator's network too. */
  PROVIDER_NETWORK: z.enum(["public", "any"]).default("public"),
  /**
   * Requests a second to the organization API, and how many in one go: of one member or API token, and of one address
   * that is not signed in. 0 is no limit.
   */
  CALLER_RATE_PER_SECOND: z.coerce.number().int().min(0).default(50),
  CALLER_RATE_BURST: count.default(500),
  /** Proxies in front of the API, one behind the other, that add whom they serve to `X-Forwarded-For`. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).default(0),
  /** Connections to one API process. */
  API_CONNECTIONS_MAX: count.default(10_000),
  /** How long the API waits for the head of a request, for all of it, and for the next one on a connection. */
  API_HEADERS_MS: milliseconds.default(10_000),
  API_REQUEST_MS: milliseconds.default(30_000),
  API_IDLE_MS: milliseconds.default(75_000),
  /** How long a request is worked at before it is given up; the largest bulks and groups take a few seconds. */
  API_WORK_MS: milliseconds.default(60_000),
  /** How long the API waits for a client that takes nothing more of its answer. */
  API_UNREAD_MS: milliseconds.default(30_000),

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
  /** After how long a job, or a run of upkeep, counts as lost; each takes a bounded share and ends far sooner. */
  WORK_LOST_MS: milliseconds.default(900_000),
  MAIL_CONCURRENCY: count.default(10),
  /** How long an e-mail steps aside for the work on members. */
  MAIL_STEP_ASIDE_MS: milliseconds.default(2_000),
  MAIL_ATTEMPTS: count.default(12),
  MAIL_BACKOFF_MS: milliseconds.default(5_000),
  /** How long a worker waits for the mail server to let it in, and for each of its answers after that. */
  SMTP_CONNECT_MS: milliseconds.default(10_000),
  SMTP_SILENT_MS: milliseconds.default(30_000),
  /** How long the mail queue rests when the mail server refuses us, not one recipient. */
  MAIL_PAUSE_MS: milliseconds.default(30_000),

  /** How often a worker looks whose failures, and who waits for confirmation, are to be told by e-mail. 0 turns it off. */
  ALERT_EVERY_MS: z.coerce.number().int().min(0).default(15_000),
  /** How old the oldest open failure is before the first e-mail, so that a burst is one e-mail. */
  ALERT_FIRST_MS: milliseconds.default(120_000),
  /** The least time between two e-mails of an organization; and how long the next waits where nothing is new. */
  ALERT_AGAIN_MS: milliseconds.default(3_600_000),
  ALERT_DAILY_MS: milliseconds.default(86_400_000),
  /** How long after a member accepted the admins are told, so that many are one e-mail; and the least time between two. */
  CONFIRMATIONS_FIRST_MS: milliseconds.default(60_000),
  CONFIRMATIONS_AGAIN_MS: milliseconds.default(3_600_000),
  /** For how long an e-mail about failures, or about who waits for confirmation, is tried. */
  ALERT_MAIL_KEEP_MS: milliseconds.default(86_400_000),
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
