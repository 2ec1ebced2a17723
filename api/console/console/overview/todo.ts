/**
 * What waits for an admin, the most urgent first, with the way to it. Pure.
 */
import { counted } from "../../parts/numbers.ts";
import type { Organization, Overview } from "../../parts/wire.ts";

export type Todo = {
  readonly words: string;
  readonly action: string;
  readonly to: string;
  /** How many wait for confirmation, where that is what it says: they are named. */
  readonly toConfirm?: number;
};

/** Whether the directory has never come: the first steps then lead to it, and there is nothing yet to draw. */
export function isUnconnected({ health, members }: Pick<Overview, "health" | "members">): boolean {
  return health.state === "neverConnected" || (health.state === "off" && members.total <= 1);
}

/** Empty where nobody has anything to do. What the first steps and the notice of a missing key say is left to them. */
export function todosOf(
  { health, members, waiting, unreachable, expiredInvitations, openFailures }: Overview,
  { planHasScim }: Pick<Organization, "planHasScim">,
): readonly Todo[] {
  const one = (count: number, words: string, action: string, to: string): Todo[] =>
    count > 0 ? [{ words, action, to }] : [];
  return [
    ...one(
      waiting.review,
      `${counted(waiting.review, "removal is", "removals are")} held for review.`,
      "Decide",
      "/failures",
    ),
    ...one(openFailures, `${counted(openFailures, "failure is", "failures are")} open.`, "Look", "/failures"),
    ...one(
      members.accepted,
      `${counted(members.accepted, "member has accepted and waits", "members have accepted and wait")} for confirmation.`,
      "Confirm",
      "/members?status=accepted",
    ).map((todo) => ({ ...todo, toConfirm: members.accepted })),
    ...one(
      waiting.seat,
      `${counted(waiting.seat, "person waits", "people wait")} for a free seat.`,
      "See who",
      "/members?look=waiting",
    ),
    ...one(
      waiting.address,
      `${counted(waiting.address, "person waits", "people wait")} for an e-mail address that another member has.`,
      "See who",
      "/members?look=waiting",
    ),
    ...one(
      waiting.noAddress,
      `${counted(waiting.noAddress, "person has", "people have")} no e-mail address.`,
      "See who",
      "/members?look=waiting",
    ),
    ...one(
      unreachable,
      `${counted(unreachable, "person", "people")} cannot be reached by e-mail.`,
      "See who",
      "/members?look=unreachable",
    ),
    ...one(
      expiredInvitations,
      `${counted(expiredInvitations, "invitation has", "invitations have")} ended without an answer.`,
      "Invite again",
      "/members?look=expired",
    ),
    ...one(
      waiting.release,
      `${counted(waiting.release, "member is", "members are")} staged until an admin releases the invitation.`,
      "Release",
      "/members?status=staged",
    ),
    ...(health.state === "off" && planHasScim && !isUnconnected({ health, members })
      ? [{ words: "SCIM is off.", action: "Turn it on", to: "/connect" }]
      : []),
  ];
}
