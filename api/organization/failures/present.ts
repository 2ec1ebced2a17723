/**
 * Failures as people are shown them: with what they call the subject, one line on what happened, and whether trying again
 * can help.
 */
import { failureWords } from "../../../shared/failure-words.ts";
import type { FailureKind, Organization } from "../../../shared/store/documents.ts";
import type { ApiDeps } from "../../deps.ts";
import { readNames } from "../names.ts";
import type { FailureView } from "../schema/failure.ts";
import type { ListedFailure } from "./failures.ts";
import { canRetry } from "./retry.ts";

/** What a failure of each kind is about; work that could not be applied is a member's, a group's or a membership's. */
const abouts: Readonly<Record<FailureKind, "member" | "group" | "either" | "other">> = {
  connection: "other",
  silence: "other",
  removals: "other",
  lastOwner: "member",
  mail: "member",
  seat: "member",
  address: "member",
  noAddress: "member",
  work: "either",
  unknownMembers: "group",
  alertMail: "other",
};

export async function presentFailures(
  deps: ApiDeps,
  organization: Organization,
  failures: readonly ListedFailure[],
): Promise<FailureView[]> {
  const subjects = failures.filter(({ kind }) => abouts[kind] !== "other").map(({ subject }) => subject);
  const names = await readNames(deps, organization, { members: subjects, groups: subjects });
  return failures.map((failure) => {
    const { kind, subject } = failure;
    const about = abouts[kind];
    const member = about === "other" ? null : names.member(subject);
    const group = about === "other" ? null : names.group(subject);
    const subjectKind = about === "either" ? (group === null ? "member" : "group") : about;
    const headline = failureWords[kind].headline(1);
    return {
      ...failure,
      subjectKind,
      subjectName: member ?? group,
      headline: headline.charAt(0).toUpperCase() + headline.slice(1),
      canRetry: canRetry(kind),
    };
  });
}
