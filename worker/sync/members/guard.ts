/**
 * Which removals of a batch are held for review, since too many lose access at once (row F08). Access is cut all the
 * same; what is held is what cannot be undone. Whoever had lost access long before is removed as the directory says:
 * Entra deletes people 30 days after it disabled them.
 */
import { cutWithin, isMassRemoval, withCut } from "../../../shared/removal-guard.ts";
import { isWanted } from "../../../shared/standing.ts";
import type { Member } from "../../../shared/store/documents.ts";
import type { Turn } from "../../../shared/store/turn.ts";

/** Who lost access before that, and is removed now, was meant to go. */
const settledMs = 24 * 60 * 60 * 1000;

/** Counts who loses access, opens a failure where they are too many, and says whose removal is held. */
export function guardRemovals(turn: Turn, members: readonly Member[], now: Date): ReadonlySet<string> {
  const { organization } = turn;
  const cut = members.filter(losesAccess).length;
  const before = organization.cuts ?? [];
  if (cut > 0) turn.noteCuts(withCut(before, cut, now));
  const total = cutWithin(before, now) + cut;
  const isMass = isMassRemoval(organization, total, now);
  const held = members.filter((member) => isHeld(member) || (isMass && isSudden(member, now)));
  if (isMass && cut > 0) turn.fail([{ kind: "removals", subject: organization._id, cause: causeOf(total) }]);
  return new Set(held.map(({ _id }) => _id));
}

function losesAccess(member: Member): boolean {
  const isByHand = member.hold !== undefined || member.removalApproved !== undefined;
  return hasAccess(member) && !isWanted(member) && !isByHand;
}

function hasAccess({ standing: { status } }: Member): boolean {
  return status === "invited" || status === "accepted" || status === "confirmed";
}

/** Held before, and not decided yet. */
function isHeld({ removedAt, removalApproved, standing }: Member): boolean {
  return removedAt !== undefined && !removalApproved && standing.waiting?.kind === "review";
}

function isSudden(member: Member, now: Date): boolean {
  if (member.removedAt === undefined || member.removalApproved) return false;
  if (hasAccess(member)) return true;
  const { status, revokedBy } = member.standing;
  const isRecent = now.getTime() - member.modifiedAt.getTime() < settledMs;
  return status === "revoked" && revokedBy === "directory" && isRecent;
}

function causeOf(total: number): string {
  return `The directory took access from ${total} members within an hour. Those whom it deleted are kept, without access, until an admin approves or undoes that.`;
}
