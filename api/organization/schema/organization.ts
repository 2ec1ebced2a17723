/**
 * The organization itself: what it bought, how it is set, how its sync is.
 */
import { z } from "zod";
import { moment } from "./common.ts";

const removalGuard = z.union([
  z.literal("off"),
  z.strictObject({
    members: z.number().int().min(1).max(1_000_000),
    percent: z.number().int().min(1).max(100),
  }),
]);

export const settingsView = z
  .object({
    provisionUsers: z.boolean(),
    provisionGroups: z.boolean(),
    linkedProfiles: z.enum(["organization", "directory"]),
    withoutAddress: z.enum(["refuse", "wait"]),
    /** `held`: whom the directory sends is staged until an admin releases the invitation. */
    invitations: z.enum(["atOnce", "held"]),
    removalGuard,
    openDiscovery: z.boolean(),
    invitationDays: z.number().int().min(1).max(90),
    contact: z.string(),
    failureMail: z.object({ enabled: z.boolean(), addresses: z.array(z.string()) }),
  })
  .meta({ id: "Settings" });

export const settingsChange = z
  .strictObject({
    provisionUsers: z.boolean(),
    provisionGroups: z.boolean(),
    linkedProfiles: z.enum(["organization", "directory"]),
    withoutAddress: z.enum(["refuse", "wait"]),
    invitations: z.enum(["atOnce", "held"]),
    removalGuard,
    openDiscovery: z.boolean(),
    invitationDays: z.number().int().min(1).max(90),
    contact: z.string().trim().min(1).max(254),
    failureMail: z.strictObject({
      enabled: z.boolean().optional(),
      addresses: z.array(z.string().max(254)).max(10).optional(),
    }),
  })
  .partial();

export const organizationView = z
  .object({
    id: z.string(),
    name: z.string(),
    plan: z.enum(["starter", "enterprise"]),
    /** Whether the plan has SCIM. */
    planHasScim: z.boolean(),
    enabled: z.boolean(),
    seats: z.object({ bought: z.number(), used: z.number() }),
    scimEnabled: z.boolean(),
    /** What the admin enters in the directory as Tenant URL. */
    scimUrl: z.string(),
    createdAt: moment,
    settings: settingsView,
    /** Whether an owner has made the organization's key yet. */
    hasKey: z.boolean(),
  })
  .meta({ id: "Organization" });

const healthStates = ["off", "neverConnected", "failing", "silent", "degraded", "healthy"] as const;

/** What the overview shows at a glance. */
export const overview = z
  .object({
    health: z.object({ state: z.enum(healthStates), reasons: z.array(z.string()) }),
    seats: z.object({ bought: z.number(), used: z.number() }),
    /** How many members there are, by status. */
    members: z.object({
      total: z.number(),
      staged: z.number(),
      invited: z.number(),
      accepted: z.number(),
      confirmed: z.number(),
      revoked: z.number(),
    }),
    groups: z.number(),
    /** How many wait, by what they wait for (`release`: for an admin to let the invitation go out), and how many an e-mail cannot reach. */
    waiting: z.object({
      seat: z.number(),
      address: z.number(),
      noAddress: z.number(),
      release: z.number(),
      review: z.number(),
    }),
    unreachable: z.number(),
    expiredInvitations: z.number(),
    /** Writes that are acknowledged and not applied yet, and since when the oldest of them waits. */
    pending: z.object({
      members: z.number(),
      groups: z.number(),
      memberships: z.number(),
      since: moment.nullable(),
    }),
    openFailures: z.number(),
    lastEvent: z.number(),
  })
  .meta({ id: "Overview" });

/** What happened in one slice of time. */
const activitySlice = z.object({
  /** When it began. */
  at: moment,
  /** Writes of the directory that were taken, and calls that were refused. */
  writes: z.number(),
  refused: z.number(),
  /** What was applied, and how long that took from the acknowledgement on, on average and at most, in milliseconds. */
  applied: z.number(),
  lagMeanMs: z.number().nullable(),
  lagMaxMs: z.number().nullable(),
  /** Failures that opened. */
  failures: z.number(),
});

/** The last day, in slices of equal length, the oldest first. */
export const activity = z
  .object({ sliceMs: z.number(), slices: z.array(activitySlice) })
  .meta({ id: "Activity" });
export type Activity = z.infer<typeof activity>;
