/**
 * The jobs, in one table: what each carries, how often it is tried, how long it waits in between. A job is only ever
 * a wake-up: what is to be done stands in MongoDB, and a job that is lost, late or doubled changes nothing.
 */
import { z } from "zod";
import type { Config } from "../config.ts";

const payloads = {
  /** Brings an organization to what its records say. One waits for each organization, however many writes there are. */
  drain: z.strictObject({ organization: z.string() }),
  /** Sends the e-mail of a row. */
  mail: z.strictObject({ email: z.string() }),
};

export type JobName = keyof typeof payloads;
export type Payload<Name extends JobName> = z.infer<(typeof payloads)[Name]>;

type Job<Name extends JobName> = {
  readonly payload: z.ZodType<Payload<Name>>;
  /** How often the queue tries it, and the wait after the first try in ms; it doubles, spread by half. */
  readonly tries: (config: Config) => { readonly attempts: number; readonly backoffMs: number };
};

export const jobs: { readonly [Name in JobName]: Job<Name> } = {
  // A drain that fails leaves its members pending, and the sweeper comes back to them.
  drain: { payload: payloads.drain, tries: () => ({ attempts: 1, backoffMs: 0 }) },
  mail: {
    payload: payloads.mail,
    tries: ({ MAIL_ATTEMPTS, MAIL_BACKOFF_MS }) => ({ attempts: MAIL_ATTEMPTS, backoffMs: MAIL_BACKOFF_MS }),
  },
};

/** The names of the queues, one for each kind of job. */
export const jobNames: readonly string[] = Object.keys(payloads);
