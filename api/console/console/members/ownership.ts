/**
 * Who owns what of a member, and what an admin may still change, in words. Pure.
 */
import type { Member } from "../../parts/wire.ts";

/** As far as it is told who decides. */
type Owned = Pick<Member, "inDirectory" | "linked" | "profileOwner" | "origin" | "role">;

/** Sentences, the most important first. */
export function ownershipInWords({
  inDirectory,
  linked,
  profileOwner,
  origin,
  role,
}: Owned): readonly string[] {
  // Whoever cannot make owners does not unmake them.
  const decider = role === "owner" ? "An owner" : "An admin";
  if (!inDirectory)
    return origin === "hand"
      ? [
          `No directory writes this member. ${decider} decides about access and removal.`,
          "Should the directory send the same person, the two are linked.",
        ]
      : [`The directory does not send this person any more. ${decider} may revoke or remove them.`];
  const access = `The directory owns the user name, the e-mail address, and whether this person is assigned. ${decider} may revoke access all the same; that holds until an admin restores it.`;
  const removal = "Only the directory can remove this person: unassign or delete them there.";
  if (!linked) return [access, "The directory owns the name and the external id as well.", removal];
  const profile =
    profileOwner === "organization"
      ? "This person was here before the directory. The organization keeps the name and the external id it had."
      : "This person was here before the directory, which has been given the name and the external id.";
  return [access, profile, removal];
}
