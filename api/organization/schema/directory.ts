/**
 * The connection of a directory: keys, what it sent lately, how far it got, and whether it would get in from outside.
 */
import { z } from "zod";
import { moment } from "./common.ts";

export const keyView = z
  .object({
    id: z.string(),
    /** How the key begins, for people to tell keys apart. */
    prefix: z.string(),
    createdAt: moment,
    lastUsedAt: moment.nullable(),
    /** From when on it no longer works; null while it is the current key. */
    expiresAt: moment.nullable(),
  })
  .meta({ id: "Key" });

/** A key as it is shown, this once. */
export const issuedKey = z.object({ scimUrl: z.string(), scimKey: z.string(), key: keyView });

const dayMs = 24 * 60 * 60 * 1_000;
export const rotation = z.strictObject({
  /** How long the keys that work now go on working. */
  overlapMs: z
    .number()
    .int()
    .min(0)
    .max(7 * dayMs),
});

/** One call of the directory. */
export const requestView = z
  .object({
    at: moment,
    method: z.string(),
    /** What comes after the SCIM URL, with the query, decoded; cut where it is long. */
    path: z.string(),
    status: z.number(),
    ms: z.number(),
    /** The id of the key; null where it was none of the organization's. */
    key: z.string().nullable(),
    /** What the directory was told, where it was refused. */
    detail: z.string().nullable(),
    /** Whether the directory hung up before it had its answer. */
    hungUp: z.boolean(),
  })
  .meta({ id: "Request" });
export type RequestView = z.infer<typeof requestView>;

/** The newest first. A flood of good ones does not push out the refused. */
export const recentRequests = z.object({ requests: z.array(requestView) });

/** The steps of connecting a directory, in their order. */
const connectSteps = ["scimOn", "testConnection", "firstUser", "firstGroup", "firstCycle"] as const;

export const connectProgress = z
  .object({
    steps: z.array(
      z.object({
        step: z.enum(connectSteps),
        /** When it was seen first; null while it was not. */
        doneAt: moment.nullable(),
        /** What is wrong at this step, in words; null where nothing is. */
        trouble: z.string().nullable(),
      }),
    ),
    connections: z.array(
      z.object({
        key: z.string(),
        prefix: z.string().nullable(),
        keyState: z.enum(["current", "ending", "ended", "unknown"]),
        lastCallAt: moment.nullable(),
        lastSuccessAt: moment.nullable(),
        lastWriteAt: moment.nullable(),
        intervalMs: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: "ConnectProgress" });

/** What a Test Connection that plays from here came to, step by step. */
export const selfTest = z
  .object({
    ok: z.boolean(),
    steps: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  })
  .meta({ id: "SelfTest" });

/** With the key that the admin has at hand; without it, one that lives for this test alone. */
export const selfTestRequest = z.strictObject({ key: z.string().max(200).optional() });
