/**
 * The commands about removals that are held for review.
 */
import { approveRemovals, listHeldRemovals, undoRemovals } from "../organization/members/held-removals.ts";
import { requireOrganization } from "../organization/settings/organizations.ts";
import { by, type Command, may, organization, pageOf } from "./command.ts";
import { text } from "./options.ts";

const held = { ...organization, member: may("ID") };

export const removalCommands: Readonly<Record<string, Command>> = {
  "held-removals": {
    about:
      "list those whom the directory deleted among too many others, and who are kept until that is decided",
    options: { ...organization, after: may("ID"), limit: may("N") },
    run: async (deps, options) => {
      const { _id } = await requireOrganization(deps, text(options, "organization"));
      return { held: await listHeldRemovals(deps, _id, pageOf(options)) };
    },
  },
  "approve-removals": {
    about: "remove them, as the directory did, with all that is theirs: one, or all",
    options: held,
    run: async (deps, options) => ({
      removed: await approveRemovals(deps, text(options, "organization"), by, options["member"]),
    }),
  },
  "undo-removals": {
    about: "give them back what they had: one, or all",
    options: held,
    run: async (deps, options) => ({
      restored: await undoRemovals(deps, text(options, "organization"), by, options["member"]),
    }),
  },
};
