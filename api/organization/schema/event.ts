/**
 * The feed: every change of a member, a group or a membership once, and what admins did, in one order (row B60).
 */
import { z } from "zod";
import { eventKinds } from "../../../shared/store/event-documents.ts";
import { actor, askedMoment, moment } from "./common.ts";

const eventView = z
  .object({
    /** One more than that of the event before. */
    number: z.number().int(),
    kind: z.enum(eventKinds),
    /** Whom it is about, and where the member stood then. */
    member: z.string().optional(),
    status: z.enum(["staged", "invited", "accepted", "confirmed", "revoked", "removed"]).optional(),
    group: z.string().optional(),
    /** When the change was acknowledged, and when it came into force. */
    since: moment,
    at: moment,
    actor,
    /**
     * For what was updated, the attributes, and `keys` where a member has new ones; for `member.waiting`, what for; for
     * who was removed, the userName; for a group, its names; for a deed, to what.
     */
    detail: z.array(z.string()).optional(),
  })
  .meta({ id: "Event" });
export type EventView = z.infer<typeof eventView>;

/** Where a follower goes on. */
export const feedQuery = z.object({
  /** The number of the last event that is known already; 0 for all. */
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  /** How many seconds to wait for an event where there is none yet. */
  wait: z.coerce.number().int().min(0).max(30).default(0),
});

export const feedPage = z.object({
  events: z.array(eventView),
  /** To be sent as `after` the next time. */
  next: z.number().int(),
  /** The number of the newest event there is. */
  last: z.number().int(),
});

/** The newest first, for people; narrowed by whom, what and when. */
export const historyQuery = z.object({
  /** Only events before this number. */
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  member: z.string().max(100).optional(),
  group: z.string().max(100).optional(),
  kind: z.enum(eventKinds).optional(),
  /** The kind of actor. */
  by: z.enum(["key", "admin", "member", "token", "system"]).optional(),
  /** Only what came into force at this moment or after it. */
  from: askedMoment.optional(),
  /** Only what came into force before this moment. */
  until: askedMoment.optional(),
});
export type HistoryQuery = z.infer<typeof historyQuery>;

/** An event with the names of whom it is about, as they are now; null where they are gone. */
export const historyItem = eventView.extend({
  memberName: z.string().nullable(),
  groupName: z.string().nullable(),
});

export const historyPage = z.object({
  items: z.array(historyItem),
  /** To be sent as `before` for the next page; null on the last one. */
  next: z.number().int().nullable(),
});
