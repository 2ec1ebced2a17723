/**
 * The open failures of organizations, for those who tell of them. Failures of failure e-mails are never among them:
 * an e-mail about an e-mail that cannot be sent helps nobody. Every query is held by the index of open failures.
 */
import type { ClientSession } from "mongodb";
import { type Failure, type FailureKind, failureKinds } from "./documents.ts";
import { openFailuresIndex } from "./indexes.ts";
import type { Store } from "./store.ts";

/** The kinds that are told by e-mail. */
const toldKinds = failureKinds.filter((kind) => kind !== "alertMail");

/** Those of them that are told again while they last. Silence is told once (row F05). */
const repeatedKinds = toldKinds.filter((kind) => kind !== "silence");

/** When the oldest and the newest of the open failures opened, and whether any of them is to be told again. */
export type OpenSpan = { readonly oldest: Date; readonly newest: Date; readonly isRepeated: boolean };

/**
 * The organizations that have open failures of any kind. Asked like this, by a range and for the first of each, MongoDB
 * leaps from one organization to the next in the index; without either it reads all that is open.
 */
export async function organizationsWithOpen({ failures }: Store): Promise<string[]> {
  const found = await failures
    .aggregate<{ _id: string }>(
      [
        { $match: { organization: { $gte: "" }, state: "open" } },
        { $sort: { organization: 1, state: 1 } },
        { $group: { _id: "$organization", state: { $first: "$state" } } },
      ],
      { hint: openFailuresIndex },
    )
    .toArray();
  return found.map(({ _id }) => _id);
}

/** @returns null where nothing is open */
export async function readOpenSpan(
  { failures }: Store,
  organization: string,
  session?: ClientSession,
): Promise<OpenSpan | null> {
  const end = async (kinds: readonly FailureKind[], direction: 1 | -1) => {
    const [row] = await failures
      .find(open(organization, kinds), { ...(session && { session }), projection: { openedAt: 1 } })
      .hint(openFailuresIndex)
      .sort({ openedAt: direction })
      .limit(1)
      .toArray();
    return row?.openedAt;
  };
  // One after the other: a session serves one operation at a time.
  const oldest = await end(toldKinds, 1);
  const newest = await end(toldKinds, -1);
  const isRepeated = (await end(repeatedKinds, 1)) !== undefined;
  return oldest && newest ? { oldest, newest, isRepeated } : null;
}

/** How many are open of each kind that has any, the most urgent kind first. */
export async function countOpen(
  { failures }: Store,
  organization: string,
): Promise<{ kind: FailureKind; total: number }[]> {
  const found = await failures
    .aggregate<{ _id: FailureKind; total: number }>(
      [{ $match: open(organization, toldKinds) }, { $group: { _id: "$kind", total: { $sum: 1 } } }],
      { hint: openFailuresIndex },
    )
    .toArray();
  const totals = new Map(found.map(({ _id, total }) => [_id, total]));
  return toldKinds.flatMap((kind) => {
    const total = totals.get(kind) ?? 0;
    return total > 0 ? [{ kind, total }] : [];
  });
}

/** The open failures of a kind that opened last. */
export async function listOpen(
  { failures }: Store,
  organization: string,
  kind: FailureKind,
  limit: number,
): Promise<Failure[]> {
  return failures
    .find({ organization, state: "open", kind })
    .hint(openFailuresIndex)
    .sort({ openedAt: -1 })
    .limit(limit)
    .toArray();
}

function open(organization: string, kinds: readonly FailureKind[]) {
  return { organization, state: "open" as const, kind: { $in: kinds } };
}
