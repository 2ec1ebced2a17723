/**
 * What an admin is shown of a member, from the record as it is kept. Keys of members are never shown but the public one.
 */
import type { Actor, Member, Organization, Standing } from "../../../shared/store/documents.ts";
import { takesScim } from "../../../shared/store/organizations.ts";
import type { MemberView } from "../schema/member.ts";

/** The organization as far as it counts for what is shown. */
type Place = Pick<Organization, "settings" | "plan" | "enabled" | "scim">;

/**
 * Presents a member.
 * @param names what people call the admins who hold members, by their ids
 */
export function presentMember(
  record: Member,
  organization: Place,
  names: ReadonlyMap<string, string> = new Map(),
): MemberView {
  const member = whole(record);
  const { standing, attributes, keys, profile, hold, pending } = member;
  const linked = member.origin === "hand" && member.directoryKey !== undefined;
  const profileOwner = member.profileOwner ?? organization.settings.linkedProfiles;
  const own = linked && profileOwner === "organization";
  return {
    id: member._id,
    userName: attributes.userName,
    displayName: (own ? profile?.displayName : undefined) ?? attributes.displayName ?? null,
    externalId: (own ? profile?.externalId : attributes.externalId) ?? null,
    address: keys.address ?? null,
    status: standing.status,
    role: standing.role,
    origin: member.origin,
    linked,
    inDirectory: isInDirectory(member, organization),
    profileOwner: linked ? profileOwner : null,
    revokedBy: standing.status === "revoked" ? (standing.revokedBy ?? null) : null,
    why: whyOf(member),
    waiting: waitingOf(standing),
    holdsSeat: standing.seat,
    invitation: standing.invitation
      ? {
          number: standing.invitation.number,
          address: standing.invitation.address,
          expiresAt: standing.invitation.expiresAt,
        }
      : null,
    unreachable: standing.unreachable ?? null,
    pending: pending !== undefined && pending.failedAt === undefined,
    failed: pending?.failedAt
      ? { at: pending.failedAt, attempts: pending.attempts, error: pending.error ?? null }
      : null,
    heldBy: hold ? actorOf(hold.by, names) : null,
    createdAt: member.createdAt,
    modifiedAt: member.modifiedAt,
    acceptedAt: standing.acceptedAt ?? null,
    publicKey: standing.publicKey ?? null,
    hasOrganizationKey: standing.sealedOrganizationKey !== undefined,
  };
}

/** Whether a directory writes the member. Where SCIM is off, none does. */
export function isInDirectory(
  { directoryKey }: Pick<Member, "directoryKey">,
  organization: Pick<Organization, "plan" | "enabled" | "scim">,
): boolean {
  return directoryKey !== undefined && takesScim(organization);
}

/** A record can be damaged from outside. It is listed all the same, so that somebody sees it. */
function whole(record: Member): Member {
  return {
    ...record,
    attributes: record.attributes ?? { userName: "" },
    keys: record.keys ?? {},
    standing: record.standing ?? { status: "staged", role: "member", seat: false },
  };
}

/** Who is staged until an admin decides waits for nothing that the organization lacks. */
function waitingOf({ waiting }: Standing): MemberView["waiting"] {
  if (!waiting || waiting.kind === "release") return null;
  return { kind: waiting.kind, since: waiting.since };
}

function actorOf(actor: Actor, names: ReadonlyMap<string, string>): MemberView["heldBy"] {
  const id = "id" in actor ? actor.id : null;
  return { kind: actor.kind, id, name: names.get(id ?? "") ?? null };
}

/** In words, why a member has no access. */
function whyOf({ standing, hold, attributes }: Member): string | null {
  if (standing.waiting?.kind === "release") return "staged, until an admin releases the invitation";
  if (standing.waiting?.kind === "seat") return "waits for a free seat";
  if (standing.waiting?.kind === "address") return "waits, since another member has the same e-mail address";
  if (standing.waiting?.kind === "noAddress")
    return "waits, since the directory has no e-mail address for this person";
  if (standing.status === "invited" && standing.unreachable)
    return "invited, but the e-mail address rejects the invitation";
  if (standing.status !== "revoked") return null;
  if (hold)
    return "revoked by an admin, and stays so until an admin restores them, whatever the directory says";
  return attributes.active === false
    ? "revoked, since the directory has this person disabled or unassigned"
    : null;
}
