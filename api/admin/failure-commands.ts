/**
 * The commands about failures.
 */
import { failureStates } from "../../shared/store/documents.ts";
import { dismissFailure, listFailures } from "../organization/failures/failures.ts";
import { retryFailed } from "../organization/failures/retry.ts";
import { requireOrganization } from "../organization/settings/organizations.ts";
import { type Command, may, must, organization, pageOf, told } from "./command.ts";
import { choice, text } from "./options.ts";

export const failureCommands: Readonly<Record<string, Command>> = {
  failures: {
    about: "list what failed or waits, why, and what to do about it",
    options: { ...organization, state: may(failureStates.join("|")), after: may("ID"), limit: may("N") },
    run: async (deps, options) => ({
      failures: await listFailures(
        deps,
        text(options, "organization"),
        choice(options, "state", failureStates),
        pageOf(options),
      ),
    }),
  },
  retry: {
    about: "try again what has failed for good: one failure, or all that are open",
    options: { ...organization, failure: may("ID") },
    run: async (deps, options) => {
      const { _id } = await requireOrganization(deps, text(options, "organization"));
      const retried = await retryFailed(deps, _id, options["failure"]);
      const one = options["failure"] === undefined ? {} : { detail: ["one"] };
      await told(deps, options, { kind: "failures.retried", ...one });
      return { retried };
    },
  },
  dismiss: {
    about: "say that you know of a failure: no e-mail tells of it any more, unless it happens anew",
    options: { ...organization, failure: must("ID") },
    run: async (deps, options) => {
      const failure = await dismissFailure(deps, text(options, "organization"), text(options, "failure"));
      await told(deps, options, { kind: "failure.dismissed", detail: [failure.kind] });
      return { failure };
    },
  },
};
