/**
 * The documents in MongoDB: what each collection holds. Every document names its organization, and every query begins
 * with it, but for what looks across them: the sweeper, operators, and whoever signs in by an address alone.
 */
import type { Cut, RemovalGuard } from "../removal-guard.ts";
import type { CustomSchema } from "../scim/schema/custom-schema.ts";
import type { UserAttributes } from "../scim/schema/user.ts";
import type { ApiToken, Provider } from "./access-documents.ts";
import { connectionTroubles } from "./connection-documents.ts";

/** Who caused a change. */
export type Actor =
  | { readonly kind: "key"; readonly id: string }
  | { readonly kind: "admin"; readonly id: string }
  | { readonly kind: "member"; readonly id: string }
  | { readonly kind: "token"; readonly id: string }
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
  /** Whether whom a directory sends is invited at once, or only once an admin says so; absent means at once. */
  readonly invitations?: "atOnce" | "held";
  /** From how many removals within an hour on they are held for review (row F08); absent means the usual. */
  readonly removalGuard?: RemovalGuard | "off";
  /** Whether what the server tells of itself can be read without a key (RFC 7644 §4); absent means no. */
  readonly openDiscovery?: boolean;
  /** Requests a second that its directories may send to one API process, 0 for no limit; absent means the usual. */
  readonly ratePerSecond?: number;
  readonly invitationDays: number;
  /** Whom an invitee can ask; shown in the invitation. */
  readonly contact: string;
  /** Where failures are e-mailed (row B06); absent means to the contact. */
  readonly failureMail?: FailureMail;
};

export type FailureMail = {
  readonly enabled: boolean;
  /** Each gets e-mails of its own; none means the contact. */
  readonly addresses: readonly string[];
};

export type Organization = {
  readonly _id: string;
  readonly name: string;
  readonly plan: Plan;
  readonly enabled: boolean;
  readonly seats: { readonly bought: number; readonly used: number };
  readonly scim: {
    readonly enabled: boolean;
    readonly keys: readonly ScimKey[];
    /** The key of the self-test that runs; no directory's. */
    readonly selfTest?: ScimKey;
  };
  readonly settings: Settings;
  /** Who lost access within the last hour, counted. */
  readonly cuts?: readonly Cut[];
  /** The schemas that it declared for itself. */
  readonly schemas?: readonly CustomSchema[];
  /** The tokens that its programs hold. */
  readonly tokens?: readonly ApiToken[];
  /** Where its people sign in, beside by e-mail. */
  readonly provider?: Provider;
  /** That an owner made the organization's key, which no server ever sees; absent while none has. */
  readonly key?: { readonly at: Date; readonly by: string };
  /** Since when members have accepted of whom no admin was told; absent where all were told. */
  readonly acceptedSince?: Date;
  /** When the admins were told last of those who accepted, and how often they were. */
  readonly confirmations?: Telling;
  /** The number of the last event in the organization's feed. */
  readonly lastEvent: number;
  /** Counted up by whoever changes members in a transaction: it makes such transactions exclude each other. */
  readonly turn: number;
  readonly createdAt: Date;
};

export type Telling = { readonly number: number; readonly at: Date };

export type Status = "staged" | "invited" | "accepted" | "confirmed" | "revoked";
export type Role = "owner" | "admin" | "member";
/**
 * `release`: invitations are held, and no admin has released this one. `review`: removed by the directory among too
 * many others, and kept until an admin decides (row F08).
 */
export type WaitingFor = "seat" | "address" | "noAddress" | "release" | "review";

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
  /** The address rejects invitations for good (row F07): until one goes through, or the address changes. */
  readonly unreachable?: { readonly since: Date; readonly address: string; readonly error: string };
  readonly linkedAt?: Date;
  /** When the member accepted last; absent for those who did before it was noted. */
  readonly acceptedAt?: Date;
  readonly publicKey?: string;
  /** JSON that browsers write and read: the private key as the member's passphrase wraps it. */
  readonly wrappedPrivateKey?: string;
  /** The same: the organization's key, sealed for the public key. */
  readonly sealedOrganizationKey?: string;
};

/** What members are found by: folded, or as they are where case counts. */
export type MemberKeys = {
  /** Absent once the member is removed: the name is free again. */
  readonly userName?: string;
  readonly externalId?: string;
  readonly displayName?: string;
  /** Records that were written last before there was this key have it from their next write on. */
  readonly familyName?: string;
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
  /** An admin wants the open invitation sent anew, with a new link; absent once that is applied. */
  readonly inviteAgain?: boolean;
  /** An admin released the first invitation; it counts where invitations are held. */
  readonly released?: boolean;
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
  /** Who approved of the removal, where it was held for review. */
  readonly removalApproved?: Actor;
};

/** What all rows of e-mails have. The id is deterministic, from what the e-mail is about: a second run adds nothing. */
type EmailRow = {
  readonly _id: string;
  readonly organization: string;
  readonly state: "queued" | "sent" | "superseded" | "failed";
  readonly attempts: number;
  readonly createdAt: Date;
  /** From when on the sweeper may queue it again. */
  readonly dueAt: Date;
  readonly sentAt?: Date;
  /** Why the last try failed. */
  readonly error?: string;
};

export type InvitationEmail = EmailRow & {
  readonly kind: "invitation";
  readonly member: string;
  readonly number: number;
  /** Of the link in it, so that an old one is told from a wrong one; absent on rows from before it was noted. */
  readonly tokenHash?: string;
};

/** An e-mail about failures to one of the organization's addresses; what it says is read when it is sent. */
export type AlertEmail = EmailRow & {
  readonly kind: "alert";
  readonly address: string;
  /** Whether it says that nothing is open any more. */
  readonly isOver: boolean;
  /** When the oldest of the failures opened that the episode began with. */
  readonly since: Date;
  /** After this no further try is made. */
  readonly giveUpAt: Date;
};

/** An e-mail with a link that signs in once. Its id is random: each is asked for anew. */
export type SignInEmail = EmailRow & {
  readonly kind: "signIn";
  readonly member: string;
  /** From when on the row is of no use to anybody. */
  readonly forgetAt: Date;
};

/** An e-mail that tries whether e-mails about failures get through to one of the organization's addresses. */
export type TestEmail = EmailRow & {
  readonly kind: "test";
  readonly address: string;
  /** After this no further try is made; one that an address rejects for good is not tried again. */
  readonly giveUpAt: Date;
};

/** An e-mail to an admin about who waits for confirmation; what it says is read when it is sent. */
export type ConfirmationsEmail = EmailRow & {
  readonly kind: "confirmations";
  /** The admin's id. */
  readonly member: string;
  /** After this no further try is made. */
  readonly giveUpAt: Date;
};

export type Email = InvitationEmail | AlertEmail | SignInEmail | TestEmail | ConfirmationsEmail;

/** What failures are about, the most urgent first. */
export const failureKinds = [
  ...connectionTroubles,
  "removals",
  "lastOwner",
  "mail",
  "seat",
  "address",
  "noAddress",
  "work",
  "unknownMembers",
  "alertMail",
] as const;
export type FailureKind = (typeof failureKinds)[number];

export const failureStates = ["open", "resolved", "dismissed"] as const;

/** Something that a person must know of; one row a kind and subject, opened and resolved again. */
export type Failure = {
  readonly _id: string;
  readonly organization: string;
  readonly kind: FailureKind;
  /** The id of the member or group, or the address; a membership is listed by its group. */
  readonly subject: string;
  readonly cause: string;
  /** What the cause is about, where that is more than one thing. */
  readonly names?: readonly string[];
  /** How many there are of them; not all are kept. */
  readonly namesTotal?: number;
  /** When it happened first, and last. */
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** Since when it is open: it may have been resolved or dismissed in between. */
  readonly openedAt: Date;
  readonly count: number;
  /** `dismissed`: an admin knows, and is not to be told; it opens again when it happens anew. */
  readonly state: (typeof failureStates)[number];
  readonly resolvedAt?: Date;
};

/** What an organization was told by e-mail of its failures; one document an organization, whose id it has. */
export type Alert = {
  readonly _id: string;
  /** Counts the episodes: from the first e-mail to the one that says it is over. */
  readonly episode: number;
  /** How many digests the episode that lasts has had; 0 while none lasts. */
  readonly digests: number;
  /** When the oldest of the failures opened that the episode began with. */
  readonly since: Date;
  /** When the last e-mails were written, and their ids. */
  readonly toldAt: Date;
  readonly emails: readonly string[];
};
