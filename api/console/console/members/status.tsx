/**
 * Where a member stands, in a word.
 */
import { Badge, type Tone } from "../../parts/badge.tsx";
import type { Member } from "../../parts/wire.ts";
import { lacksKey } from "./actions.ts";

type Status = Member["status"];

const statusWords: Readonly<Record<Status, { name: string; meaning: string; tone: Tone }>> = {
  staged: { name: "Staged", meaning: "Known, and not invited yet.", tone: "off" },
  invited: { name: "Invited", meaning: "Has an invitation, and has not accepted it yet.", tone: "waiting" },
  accepted: {
    name: "Accepted",
    meaning: "Has accepted, and waits for an admin to confirm them.",
    tone: "waiting",
  },
  confirmed: { name: "Confirmed", meaning: "Has access, and the organization's key.", tone: "good" },
  revoked: { name: "Revoked", meaning: "Has no access; everything else is kept.", tone: "off" },
};

/** What it means for this member. */
export function meaningOf(member: Member): string {
  if (!lacksKey(member)) return statusWords[member.status].meaning;
  return member.publicKey === null
    ? "Has access, and no key yet: they make one on their account page."
    : "Has access, and waits for an admin to confirm their key.";
}

export const roleNames: Readonly<Record<Member["role"], string>> = {
  owner: "Owner",
  admin: "Admin",
  member: "Member",
};

export function StatusBadge({ status }: { status: Status }) {
  const { name, tone } = statusWords[status];
  return <Badge tone={tone}>{name}</Badge>;
}

/** What people call a member. */
export function nameOf(member: Pick<Member, "displayName" | "userName">): string {
  return member.displayName ?? member.userName;
}

/** How a member came here, and who has the last word. */
export function sourceOf({ origin, linked, inDirectory }: Member): string {
  if (linked) return "By hand, linked";
  if (origin === "hand") return "By hand";
  return inDirectory ? "Directory" : "Directory, no longer in it";
}
