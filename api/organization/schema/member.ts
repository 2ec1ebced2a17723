/**
 * A member, as an admin sees one and decides about one.
 */
import { z } from "zod";
import { actor, flag, moment, page, pageOf } from "./common.ts";

export const statuses = ["staged", "invited", "accepted", "confirmed", "revoked"] as const;
export const roles = ["owner", "admin", "member"] as const;

export const memberView = z
  .object({
    id: z.string(),
    userName: z.string(),
    /** What the organization shows; for a linked member that can be another name than the directory's. */
    displayName: z.string().nullable(),
    externalId: z.string().nullable(),
    /** Where e-mails to this person go. */
    address: z.string().nullable(),
    status: z.enum(statuses),
    role: z.enum(roles),
    /** How the member came here. */
    origin: z.enum(["directory", "hand"]),
    /** Whether the member was here by hand before the directory. */
    linked: z.boolean(),
    /** Whether the directory writes this member. */
    inDirectory: z.boolean(),
    profileOwner: z.enum(["organization", "directory"]).nullable(),
    revokedBy: z.enum(["directory", "admin"]).nullable(),
    /** In words, why a member has no access; null for those who have it or are on their way. */
    why: z.string().nullable(),
    waiting: z.object({ kind: z.enum(["seat", "address", "noAddress", "review"]), since: moment }).nullable(),
    holdsSeat: z.boolean(),
    invitation: z.object({ number: z.number(), address: z.string(), expiresAt: moment }).nullable(),
    unreachable: z.object({ since: moment, address: z.string(), error: z.string() }).nullable(),
    /** Whether what was written last is not applied yet. */
    pending: z.boolean(),
    failed: z.object({ at: moment, attempts: z.number(), error: z.string().nullable() }).nullable(),
    heldBy: actor.nullable(),
    createdAt: moment,
    modifiedAt: moment,
    /** When the invitation was accepted, or a new key was made after it: since then the member waits to be confirmed. */
    acceptedAt: moment.nullable(),
    /** The public key in base64url; there once the member has accepted. */
    publicKey: z.string().nullable(),
    /** Whether the organization's key is sealed for that public key. */
    hasOrganizationKey: z.boolean(),
  })
  .meta({ id: "Member" });

export type MemberView = z.infer<typeof memberView>;

/** What a list of members is narrowed by; several at once narrow it further. */
export const memberQuery = page.extend({
  /** The beginning of a userName, a shown name, a family name or an address. With it there is one page, the best matches first. */
  search: z.string().trim().max(200).optional(),
  status: z.enum(statuses).optional(),
  role: z.enum(roles).optional(),
  origin: z.enum(["directory", "hand"]).optional(),
  linked: flag.optional(),
  unreachable: flag.optional(),
  /** Those who wait, for whatever. */
  waiting: flag.optional(),
  /** Those who are invited and whose invitation has ended. */
  expired: flag.optional(),
  /** Some members by their ids, separated by commas; those that are no longer there are left out. */
  ids: z
    .string()
    .max(20_000)
    .transform((text) => text.split(",").filter((id) => id !== ""))
    .optional(),
});

export type MemberQuery = z.infer<typeof memberQuery>;

export const memberPage = pageOf(memberView);

export const invitee = z.strictObject({
  address: z.string().max(254),
  displayName: z.string().trim().min(1).max(256).optional(),
  externalId: z.string().min(1).max(256).optional(),
});

/** What an admin changes of a member without any access being given or taken. */
export const memberChange = z.strictObject({
  role: z.enum(roles).optional(),
  profileOwner: z.enum(["organization", "directory"]).optional(),
});

/**
 * `release`: sends the first invitation of one who is staged while invitations are held. `inviteAgain`: a new link.
 * `remove`: for members who are not the directory's.
 */
const memberActions = ["release", "inviteAgain", "revoke", "restore", "remove"] as const;
export type MemberAction = (typeof memberActions)[number];

const bulkMax = 1_000;

export const memberBulk = z.strictObject({
  action: z.enum(memberActions),
  ids: z.array(z.string().max(100)).min(1).max(bulkMax),
});

/** What is done to all whom it concerns. */
export const memberBulkOfAll = z.strictObject({ action: z.literal("release") });

/** What became of each; `refused` says why not. */
export const bulkOutcome = z.object({
  done: z.array(z.string()),
  refused: z.array(z.object({ id: z.string(), detail: z.string() })),
});
export type BulkOutcome = z.infer<typeof bulkOutcome>;
