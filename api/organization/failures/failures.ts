/**
 * What failed or waits, why, and what to do about it; and saying of a failure that one knows.
 */
import { causeInWords, failureWords } from "../../../shared/failure-words.ts";
import { type Failure, failureStates } from "../../../shared/store/documents.ts";
import type { ApiDeps } from "../../deps.ts";
import { Refusal } from "../refusal.ts";
import type { Page } from "../schema/common.ts";

const failuresMax = 10_000;

/** A failure as the store and the command line have it; the API adds what people call its subject. */
export type ListedFailure = Omit<Failure, "_id" | "organization" | "names" | "namesTotal"> & {
  /** Unique in the organization: the kind and the subject. */
  readonly id: string;
  readonly todo: string;
};

/**
 * Failures of an organization, those that happened last first, a page at a time. One that happens again while pages are
 * read moves to the front.
 * @param page `after` is the id of the last failure of the page before
 * @throws Refusal where there is no failure `after`
 */
export async function listFailures(
  deps: ApiDeps,
  organization: string,
  state?: Failure["state"],
  page: Page = { limit: failuresMax },
): Promise<ListedFailure[]> {
  const states = { $in: state ? [state] : [...failureStates] };
  const rows = await deps.store.failures
    .find({ organization, state: states, ...(await following(deps, organization, page.after)) })
    .sort({ lastAt: -1, _id: 1 })
    .limit(Math.min(page.limit, failuresMax))
    .toArray();
  return rows.map(view);
}

async function following(deps: ApiDeps, organization: string, after: string | undefined) {
  if (after === undefined) return {};
  const { _id, lastAt } = await requireFailure(deps, organization, after);
  return { $or: [{ lastAt: { $lt: lastAt } }, { lastAt, _id: { $gt: _id } }] };
}

/** @throws Refusal where the organization has no such failure */
export async function requireFailure({ store }: ApiDeps, organization: string, id: string): Promise<Failure> {
  const failure = await store.failures.findOne({ organization, _id: `${organization}:${id}` });
  if (!failure)
    throw new Refusal(
      `${organization} has no failure ${id}; it may have been forgotten since. Load the list again.`,
    );
  return failure;
}

/**
 * Says that an admin knows of a failure: no e-mail tells of it any more. It opens again when it happens anew, and is
 * resolved when its cause is gone.
 * @throws Refusal where it is not open
 */
export async function dismissFailure(
  deps: ApiDeps,
  organization: string,
  id: string,
): Promise<ListedFailure> {
  const { _id } = await requireFailure(deps, organization, id);
  const dismissed = await deps.store.failures.findOneAndUpdate(
    { organization, _id, state: "open" },
    { $set: { state: "dismissed" } },
    { returnDocument: "after" },
  );
  if (!dismissed) throw new Refusal(`The failure ${id} is not open any more. Load the list again.`);
  return view(dismissed);
}

function view({ _id, organization, names, namesTotal, ...row }: Failure): ListedFailure {
  const cause = causeInWords({
    ...row,
    ...(names && { names }),
    ...(namesTotal !== undefined && { namesTotal }),
  });
  return { id: _id.slice(organization.length + 1), ...row, cause, todo: failureWords[row.kind].todo };
}
