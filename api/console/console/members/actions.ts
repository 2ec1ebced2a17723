/**
 * What an admin can do with members: to whom it applies, and what it does, in words. Pure.
 */
import { counted } from "../../parts/numbers.ts";
import type { Member, MemberAction } from "../../parts/wire.ts";

export type ActionWords = {
  readonly action: MemberAction;
  /** The verb on the button. */
  readonly verb: string;
  /** What it does, for the question before. */
  readonly meaning: string;
  /** As in `3 members were revoked`. */
  readonly done: string;
  readonly isDangerous: boolean;
  /** Whether it can do anything for the member as they are shown; the server decides. */
  readonly appliesTo: (member: Member) => boolean;
};

const memberActions: readonly ActionWords[] = [
  {
    action: "release",
    verb: "Release invitation",
    meaning: "They get the first invitation by e-mail now, and take a seat.",
    done: "released",
    isDangerous: false,
    appliesTo: ({ status, waiting }) => status === "staged" && waiting === null,
  },
  {
    action: "inviteAgain",
    verb: "Invite again",
    meaning: "They get a new link by e-mail. The link that was sent before stops working.",
    done: "invited again",
    isDangerous: false,
    appliesTo: ({ status }) => status === "invited",
  },
  {
    action: "revoke",
    verb: "Revoke access",
    meaning:
      "Access is taken away and the seat becomes free. Nothing else is lost: keys and groups are kept. They stay revoked until an admin restores them, whatever the directory says.",
    done: "revoked",
    isDangerous: true,
    appliesTo: ({ status, heldBy }) => status !== "revoked" && heldBy === null,
  },
  {
    action: "restore",
    verb: "Restore access",
    meaning:
      "They come back to where they were: invited, accepted or confirmed. Whom the directory has disabled stays revoked until it enables them.",
    done: "restored",
    isDangerous: false,
    appliesTo: ({ heldBy }) => heldBy !== null,
  },
  {
    action: "remove",
    verb: "Remove for good",
    meaning:
      "They are taken out of the organization and of all groups, and their keys are destroyed. This cannot be undone; whoever is invited anew begins anew.",
    done: "removed",
    isDangerous: true,
    appliesTo: ({ inDirectory }) => !inDirectory,
  },
];

/** What can be done with some of these members, and with whom. */
export function possibleActions(members: readonly Member[]): { words: ActionWords; members: Member[] }[] {
  return memberActions
    .map((words) => ({ words, members: members.filter(words.appliesTo) }))
    .filter((possible) => possible.members.length > 0);
}

/** Who can be confirmed: those whose key is known, and who accepted, or are confirmed without the organization's key. */
export function confirmable(members: readonly Member[]): Member[] {
  return members.filter(
    (member) => member.publicKey !== null && (member.status === "accepted" || lacksKey(member)),
  );
}

/** Whether a member is confirmed and does not hold the organization's key, as those who were before there was one. */
export function lacksKey({ status, hasOrganizationKey }: Member): boolean {
  return status === "confirmed" && !hasOrganizationKey;
}

/** `1 member was revoked.` */
export function doneInWords(done: number, words: string): string {
  return `${counted(done, "member")} ${done === 1 ? "was" : "were"} ${words}.`;
}
