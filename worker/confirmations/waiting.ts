/**
 * Who waits for confirmation in an organization, and who is told: read in the index of those who have accepted, and of
 * owners and admins, a bounded number of each.
 */
import type { ClientSession, Filter } from "mongodb";
import { isWanted } from "../../shared/standing.ts";
import type { Member, Organization } from "../../shared/store/documents.ts";
import { acceptedIndex } from "../../shared/store/indexes.ts";
import type { Store } from "../../shared/store/store.ts";

/** How many names an e-mail shows. */
const shownMax = 20;
/** The owners, and the admins, who are told. */
const toldMax = 50;

export type Waiting = {
  readonly organization: string;
  readonly total: number;
  /** Those who have waited longest. */
  readonly shown: readonly { readonly name: string; readonly since: Date | null }[];
};

/**
 * The organizations where anybody has accepted. Asked like this MongoDB leaps from one organization to the next in the
 * index.
 */
export async function organizationsWithAccepted({ members }: Store): Promise<string[]> {
  const found = await members
    .aggregate<{ _id: string }>(
      [
        { $match: { organization: { $gte: "" }, "standing.status": "accepted" } },
        { $sort: { organization: 1, "standing.status": 1 } },
        { $group: { _id: "$organization", status: { $first: "$standing.status" } } },
      ],
      { hint: acceptedIndex },
    )
    .toArray();
  return found.map(({ _id }) => _id);
}

/** When the first of those accepted of whom nothing was told yet; null where all were told. */
export async function oldestUntold(
  { members }: Store,
  { _id: organization, confirmations }: Pick<Organization, "_id" | "confirmations">,
  session?: ClientSession,
): Promise<Date | null> {
  const untold = { ...acceptedIn(organization), "standing.accepted.turn": { $gt: confirmations?.turn ?? 0 } };
  const [first] = await members
    .find(untold, { ...(session && { session }), projection: { "standing.accepted": 1 } })
    .hint(acceptedIndex)
    .sort({ "standing.accepted.turn": 1 })
    .limit(1)
    .toArray();
  return first?.standing.accepted?.at ?? null;
}

/** What an e-mail says now. */
export async function readWaiting({ members }: Store, { _id, name }: Organization): Promise<Waiting> {
  const [total, found] = await Promise.all([
    members.countDocuments(acceptedIn(_id), { hint: acceptedIndex }),
    members
      .find(acceptedIn(_id))
      .hint(acceptedIndex)
      .sort({ "standing.accepted.turn": 1 })
      .limit(shownMax)
      .toArray(),
  ]);
  const shown = found.map((member) => ({
    name: nameOf(member),
    since: member.standing.accepted?.at ?? null,
  }));
  return { organization: name, total, shown };
}

/** The confirmed owners and admins to whom an e-mail can go. */
export async function findConfirmers(
  { members }: Store,
  organization: string,
  session?: ClientSession,
): Promise<Member[]> {
  const found: Member[] = [];
  // One after the other: a session serves one operation at a time, and each role has an index of its own.
  for (const role of ["owner", "admin"] as const) {
    const confirmed = { organization, "standing.role": role, "standing.status": "confirmed" as const };
    const some = await members
      .find(confirmed, { ...(session && { session }) })
      .limit(toldMax)
      .toArray();
    found.push(...some.filter(canConfirm));
  }
  return found;
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
    removedAt: { $exists: false },
    hold: { $exists: false },
    "attributes.active": { $ne: false },
  };
}

function nameOf({ attributes, profile }: Member): string {
  const name = profile?.displayName ?? attributes.displayName;
  return name === undefined ? attributes.userName : `${name} (${attributes.userName})`;
}
