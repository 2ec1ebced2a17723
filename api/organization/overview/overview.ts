/**
 * How an organization stands, at a glance. Everything is counted in indexes, so that it is quick in large ones too.
 */
import type { z } from "zod";
import { invariant } from "../../../shared/invariant.ts";
import type { Organization } from "../../../shared/store/documents.ts";
import { openFailuresIndex, openInvitationsIndex, pendingIndex } from "../../../shared/store/indexes.ts";
import type { Store } from "../../../shared/store/store.ts";
import type { ApiDeps } from "../../deps.ts";
import { statuses } from "../schema/member.ts";
import type { overview } from "../schema/organization.ts";
import { readHealth } from "./health.ts";

/** The first moment: whatever is dated comes after it. It makes a condition that an index alone can answer. */
const always = { $gte: new Date(0) };
/** Whoever is removed has no name any more. */
const named = { $gte: "" };

export async function readOverview(
  deps: ApiDeps,
  organization: Organization,
): Promise<z.input<typeof overview>> {
  const { store, now } = deps;
  const { _id, seats, lastEvent } = organization;
  const [[judged], members, groups, waiting, unreachable, expiredInvitations, pending, openFailures] =
    await Promise.all([
      readHealth(deps, [organization]),
      countMembers(store, _id),
      store.groups.countDocuments({ organization: _id, "keys.names": named }),
      countWaiting(store, _id),
      store.members.countDocuments({ organization: _id, "standing.unreachable.since": always }),
      countExpired(store, _id, now()),
      countPending(store, _id),
      countOpenFailures(store, _id),
    ]);
  invariant(judged, "an organization that is asked for is judged");
  const { health, pendingSince } = judged;
  return {
    health: { state: health.state, reasons: [...health.reasons] },
    seats: { ...seats },
    members,
    groups,
    waiting,
    unreachable,
    expiredInvitations,
    pending: { ...pending, since: pendingSince },
    openFailures,
    lastEvent,
  };
}

async function countMembers({ members }: Store, organization: string) {
  const [staged = 0, invited = 0, accepted = 0, confirmed = 0, revoked = 0] = await Promise.all(
    statuses.map((status) =>
      members.countDocuments({ organization, "standing.status": status, "keys.userName": named }),
    ),
  );
  const total = staged + invited + accepted + confirmed + revoked;
  return { total, staged, invited, accepted, confirmed, revoked };
}

async function countWaiting({ members }: Store, organization: string) {
  const kinds = ["seat", "address", "noAddress", "release", "review"] as const;
  const [seat = 0, address = 0, noAddress = 0, release = 0, review = 0] = await Promise.all(
    kinds.map((kind) =>
      members.countDocuments({
        organization,
        "standing.waiting.kind": kind,
        "standing.waiting.since": always,
      }),
    ),
  );
  return { seat, address, noAddress, release, review };
}

async function countExpired({ members }: Store, organization: string, now: Date): Promise<number> {
  const expired = {
    organization,
    "standing.status": "invited" as const,
    "standing.invitation.expiresAt": { ...always, $lte: now },
  };
  return members.countDocuments(expired, { hint: openInvitationsIndex });
}

/** How many failures are open, of whatever kind. */
export async function countOpenFailures({ failures }: Store, organization: string): Promise<number> {
  return failures.countDocuments({ organization, state: "open" }, { hint: openFailuresIndex });
}

/** How many records wait to be applied; what has failed for good is a failure instead. */
export async function countPending({ members, groups, memberships }: Store, organization: string) {
  const due = { organization, "pending.dueAt": always };
  const hint = { hint: pendingIndex };
  const [ofMembers, ofGroups, ofMemberships] = await Promise.all([
    members.countDocuments(due, hint),
    groups.countDocuments(due, hint),
    memberships.countDocuments(due, hint),
  ]);
  return { members: ofMembers, groups: ofGroups, memberships: ofMemberships };
}
