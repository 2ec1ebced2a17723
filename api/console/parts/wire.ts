/**
 * What the API says, as it arrives here: the types of the server's own declarations, after their way through JSON. Types
 * only, so that nothing of the server comes into a page.
 */
import type { z } from "zod";
import type { issuedToken, providerView, sessionView, tokenView } from "../../organization/schema/access.ts";
import type { Wire } from "../../organization/schema/common.ts";
import type {
  connectProgress,
  issuedKey,
  keyView,
  recentRequests,
  requestView,
  selfTest,
} from "../../organization/schema/directory.ts";
import type { historyItem } from "../../organization/schema/event.ts";
import type { failureView, heldRemoval } from "../../organization/schema/failure.ts";
import type { groupMember, groupView } from "../../organization/schema/group.ts";
import type { invitationView, ownKeys } from "../../organization/schema/handshake.ts";
import type { bulkOutcome, memberView } from "../../organization/schema/member.ts";
import type {
  activity,
  organizationView,
  overview,
  settingsView,
} from "../../organization/schema/organization.ts";

type Of<Schema extends z.ZodType> = Wire<z.infer<Schema>>;

export type { MemberAction } from "../../organization/schema/member.ts";

/** A page of a list; `next` goes into the query of the page that follows. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next: string | null };

export type Session = Of<typeof sessionView>;
export type Organization = Of<typeof organizationView>;
export type Settings = Of<typeof settingsView>;
export type Overview = Of<typeof overview>;
export type Activity = Of<typeof activity>;
export type Member = Of<typeof memberView>;
export type BulkOutcome = Of<typeof bulkOutcome>;
export type Group = Of<typeof groupView>;
export type GroupMember = Of<typeof groupMember>;
export type HistoryItem = Of<typeof historyItem>;
export type Failure = Of<typeof failureView>;
export type HeldRemoval = Of<typeof heldRemoval>;
export type Key = Of<typeof keyView>;
export type IssuedKey = Of<typeof issuedKey>;
export type DirectoryRequest = Of<typeof requestView>;
export type RecentRequests = Of<typeof recentRequests>;
export type ConnectProgress = Of<typeof connectProgress>;
export type SelfTest = Of<typeof selfTest>;
export type Token = Of<typeof tokenView>;
export type IssuedToken = Of<typeof issuedToken>;
export type Provider = Of<typeof providerView>;
export type Invitation = Of<typeof invitationView>;
export type OwnKeys = Of<typeof ownKeys>;
