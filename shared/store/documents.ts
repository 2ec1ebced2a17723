/**
 * The documents in MongoDB: what each collection holds. Every document names its organization, and every query
 * begins with it.
 */
import type { CustomSchema } from "../scim/schema/custom-schema.ts";
import type { UserAttributes } from "../scim/schema/user.ts";

/** Who caused a change. */
export type Actor =
  | { readonly kind: "key"; readonly id: string }
  | { readonly kind: "admin"; readonly id: string }
  | { readonly kind: "member"; readonly id: string }
  | { readonly kind: "system" };

/** What an organization bought, and what comes with it. */
export const plans = { starter: { scim: false }, enterprise: { scim: true } } as const;
export type Plan = keyof typeof plans;

/** A key of the directory. Only the hash of the secret is kept; the prefix is for people to tell keys apart. */
export type ScimKey = {
  readonly id: string;
  readonly hash: string;
  readonly prefix: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  /** From when on it no longer works; null while it is the current key. */
  readonly expiresAt: Date | null;
};

export type Settings = {
  /** Whether the directory may write users. */
  readonly provisionUsers: boolean;
  /** Whether the directory may write groups. */
  readonly provisionGroups: boolean;
  /** Who owns the shown name and externalId of members that were here before the directory. */
  readonly linkedProfiles: "organization" | "directory";
  /** What happens to a user without any e-mail address: 400, or waiting until the directory sends one. */
  readonly withoutAddress: "refuse" | "wait";
  /** Whether what the server tells of itself can be read without a key (RFC 7644 §4); absent means no. */
  readonly openDiscovery?: boolean;
  readonly invitationDays: number;
  /** Whom an invitee can ask; shown in the invitation. */
  readonly contact: string;
};

export type Organization = {
  readonly _id: string;
  readonly name: string;
  readonly plan: Plan;
  readonly enabled: boolean;
  readonly seats: { readonly bought: number; readonly used: number };
  readonly scim: { readonly enabled: boolean; readonly keys: readonly ScimKey[] };
  readonly settings: Settings;
  /** The schemas that it declared for itself. */
  readonly schemas?: readonly CustomSchema[];
  /** The number of the last event in the organization's feed. */
  readonly lastEvent: number;
  /** Counted up by whoever changes members in a transaction: it makes such transactions exclude each other. */
  readonly turn: number;
  readonly createdAt: Date;
};

type Status = "staged" | "invited" | "accepted" | "confirmed" | "revoked";
export type Role = "owner" | "admin" | "member";
export type WaitingFor = "seat" | "address" | "noAddress";

/** Work that is acknowledged and not yet applied. */
export type Pending = {
  /** When the oldest change in it was acknowledged. */
  readonly since: Date;
  /** From when on it is to be tried; absent once it has failed for good. */
  readonly dueAt?: Date;
  readonly attempts: number;
  readonly error?: string;
  readonly failedAt?: Date;
};

export type Invitation = {
  readonly number: number;
  /** As the directory wrote it. */
  readonly address: string;
  readonly tokenHash: string;
  readonly expiresAt: Date;
};

/** Where a member stands. Written by workers; accepting and confirming, by the API. */
export type Standing = {
  readonly status: Status;
  readonly role: Role;
  readonly seat: boolean;
  /** The folded e-mail address that this member, and no other, holds. */
  readonly address?: string;
  /** What a revoked member was before. */
  readonly restoreTo?: Exclude<Status, "revoked">;
  readonly revokedBy?: "directory" | "admin";
  readonly waiting?: { readonly kind: WaitingFor; readonly since: Date };
  readonly invitation?: Invitation;
  readonly linkedAt?: Date;
  readonly publicKey?: string;
};

/** What members are found by: folded, or as they are where case counts. */
export type MemberKeys = {
  /** Absent once the member is removed: the name is free again. */
  readonly userName?: string;
  readonly externalId?: string;
  readonly displayName?: string;
  readonly emails?: readonly string[];
  /** The address for e-mails to this person (row B11), folded. */
  readonly address?: string;
  readonly manager?: string;
};

export type Member = {
  readonly _id: string;
  readonly organization: string;
  readonly version: number;
  readonly attributes: UserAttributes;
  readonly keys: MemberKeys;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  /** How the member came here: written by the directory, or invited by hand. */
  readonly origin: "directory" | "hand";
  readonly createdBy: Actor;
  /** Who wrote the record last. */
  readonly writtenBy: Actor;
  /** The key that a directory last wrote the record with; absent while none has. */
  readonly directoryKey?: string;
  readonly pending?: Pending & {
    /** The attributes that were written, and who wrote each of them last. */
    readonly changed: readonly string[];
    readonly authors?: Readonly<Record<string, Actor>>;
  };
  /** An admin revoked the member by hand; only an admin lifts that. */
  readonly hold?: { readonly by: Actor; readonly at: Date };
  /** What the organization itself shows for a member who was here before the directory. */
  readonly profile?: { readonly displayName?: string; readonly externalId?: string };
  /** Overrides the organization's setting `linkedProfiles` for this member. */
  readonly profileOwner?: "organization" | "directory";
  readonly standing: Standing;
  /**
   * When the directory removed the member. What is left is a tombstone: nobody sees it, but a write that was on its
   * way finds it and does not make a ghost. It is forgotten a day after the removal was applied.
   */
  readonly removedAt?: Date;
  readonly forgetAt?: Date;
};

export type EventKind =
  | "member.created"
  | "member.linked"
  | "member.updated"
  | "member.invited"
  | "member.waiting"
  | "member.revoked"
  | "member.restored"
  | "member.accepted"
  | "member.confirmed"
  | "member.removed"
  | "group.created"
  | "group.linked"
  | "group.updated"
  | "group.reverted"
  | "group.removed"
  | "membership.added"
  | "membership.removed"
  | "membership.reverted";

/** One entry of an organization's feed; its number is one more than that of the entry before it. */
export type Event = {
  readonly _id: string;
  readonly organization: string;
  readonly number: number;
  readonly kind: EventKind;
  /** Whom it is about: a member, with where the member stands then; a group; or both, for a membership. */
  readonly member?: string;
  readonly status?: Status | "removed";
  readonly group?: string;
  /** When the change was acknowledged, and when it came into force. */
  readonly since: Date;
  readonly at: Date;
  readonly actor: Actor;
  /** For what was updated, the attributes; for `member.waiting`, what for; for a group, its names. */
  readonly detail?: readonly string[];
};

/** An e-mail, by the deterministic id of what it is about: a second run adds nothing. */
export type Email = {
  readonly _id: string;
  readonly organization: string;
  readonly kind: "invitation";
  readonly member: string;
  readonly number: number;
  readonly state: "queued" | "sent" | "superseded" | "failed";
  readonly attempts: number;
  readonly createdAt: Date;
  /** From when on the sweeper may queue it again. */
  readonly dueAt: Date;
  readonly sentAt?: Date;
  readonly error?: string;
};

export const failureKinds = [
  "seat",
  "address",
  "noAddress",
  "lastOwner",
  "work",
  "mail",
  "unknownMembers",
] as const;
export type FailureKind = (typeof failureKinds)[number];

/** Something that a person must know of; one row a kind and subject, opened and resolved again. */
export type Failure = {
  readonly _id: string;
  readonly organization: string;
  readonly kind: FailureKind;
  /** The id of the member or group; a membership is listed by its group. */
  readonly subject: string;
  readonly cause: string;
  /** What the cause is about, where that is more than one thing. */
  readonly names?: readonly string[];
  /** How many there are of them; not all are kept. */
  readonly namesTotal?: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly count: number;
  readonly state: "open" | "resolved";
};
