/**
 * Who waits for confirmation in an organization, and who is told: read in the indexes of members by status, and of owners
 * and admins, a bounded number of each.
 */
import type { ClientSession, Filter } from "mongodb";
import { isWanted } from "../../shared/standing.ts";
import type { Member, Organization } from "../../shared/store/documents.ts";
import { statusIndex } from "../../shared/store/indexes.ts";
import type { Store } from "../../shared/store/store.ts";

/** How many names an e-mail shows. */
const shownMax = 20;
/** The admins and owners who are told. */
const toldMax = 100;

export type Waiting = {
  readonly organization: string;
  readonly total: number;
  /** The first of them by userName. */
  readonly shown: readonly { readonly name: string; readonly since: Date | null }[];
};

/** What an e-mail says now. */
export async function readWaiting({ members }: Store, { _id, name }: Organization): Promise<Waiting> {
  const [total, found] = await Promise.all([
    members.countDocuments(acceptedIn(_id), { hint: statusIndex }),
    members.find(acceptedIn(_id)).hint(statusIndex).sort({ "keys.userName": 1 }).limit(shownMax).toArray(),
  ]);
  const shown = found.map((member) => ({
    name: nameOf(member),
    since: member.standing.acceptedAt ?? null,
  }));
  return { organization: name, total, shown };
}

/** Whether anybody waits still. */
export async function isAnyWaiting(
  { members }: Store,
  organization: string,
  session: ClientSession,
): Promise<boolean> {
  const first = await members.findOne(acceptedIn(organization), { session, hint: statusIndex });
  return first !== null;
}

/** The confirmed owners and admins to whom an e-mail can go. */
export async function findConfirmers(
  { members }: Store,
  organization: string,
  session: ClientSession,
): Promise<Member[]> {
  const found = await members
    .find(
      {
        organization,
        "standing.role": { $in: ["owner", "admin"] },
        "standing.status": "confirmed",
        removedAt: { $exists: false },
      },
      { session },
    )
    .limit(toldMax)
    .toArray();
  return found.filter(canConfirm);
}

/** Whether a member is to hear of who waits for confirmation. */
export function canConfirm(member: Member): boolean {
  const { role, status, waiting } = member.standing;
  if (role === "member" || status !== "confirmed" || !isWanted(member)) return false;
  // While two have one address, nobody knows whose mailbox it is.
  return member.keys.address !== undefined && waiting?.kind !== "address";
}

/** Those who are wanted no more are about to be revoked. */
function acceptedIn(organization: string): Filter<Member> {
  return {
    organization,
    "standing.status": "accepted",
    // The index holds only those who have one.
    "keys.userName": { $exists: true },
    removedAt: { $exists: false },
    hold: { $exists: false },
    "attributes.active": { $ne: false },
  };
}

function nameOf({ attributes, profile }: Member): string {
  const name = profile?.displayName ?? attributes.displayName;
  return name === undefined ? attributes.userName : `${name} (${attributes.userName})`;
}
