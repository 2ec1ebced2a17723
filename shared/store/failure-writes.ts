/**
 * How failures are opened and resolved, as updates for a bulk: within a turn or without one. Done twice, they change
 * nothing but the count and when it was last.
 */
import type { Failure, FailureKind } from "./documents.ts";

export type FailureDraft = { readonly kind: FailureKind; readonly subject: string; readonly cause: string };

/** A subject of which some kinds of failures are over. */
export type Resolved = { readonly subject: string; readonly kinds: readonly FailureKind[] };

/** One update for all subjects of which the same kinds are over: a batch can resolve as much for each of its members. */
export function resolutions(organization: string, resolved: readonly Resolved[], now: Date) {
  const alike = Map.groupBy(resolved, ({ kinds }) => kinds.join());
  return [...alike.values()].map((rows) => {
    const subjects = rows.map(({ subject }) => subject);
    return over(organization, { $in: subjects }, rows[0]?.kinds ?? [], now);
  });
}

/** The update that resolves the failures of a subject that are of some kinds, whether open or dismissed. */
export function resolution(organization: string, { subject, kinds }: Resolved, now: Date) {
  return over(organization, subject, kinds, now);
}

function over(
  organization: string,
  subject: string | { readonly $in: string[] },
  kinds: readonly FailureKind[],
  now: Date,
) {
  const filter = { organization, subject, kind: { $in: kinds }, state: { $ne: "resolved" as const } };
  return { updateMany: { filter, update: { $set: { state: "resolved" as const, resolvedAt: now } } } };
}

/**
 * The upsert that opens a failure or counts it up; its id is its kind and subject. One that was resolved or dismissed
 * opens anew, and what it named before is over.
 */
export function opening(organization: string, { kind, subject, cause }: FailureDraft, now: Date) {
  const whileOpen = (value: string, otherwise: Date | "$$REMOVE") => ({
    $cond: [{ $eq: ["$state", "open"] }, value, otherwise],
  });
  const set = {
    kind: { $literal: kind },
    subject: { $literal: subject },
    cause: { $literal: cause },
    state: "open",
    firstAt: { $ifNull: ["$firstAt", now] },
    lastAt: now,
    openedAt: whileOpen("$openedAt", now),
    count: { $add: [{ $ifNull: ["$count", 0] }, 1] },
    names: whileOpen("$names", "$$REMOVE"),
    namesTotal: whileOpen("$namesTotal", "$$REMOVE"),
    resolvedAt: "$$REMOVE",
  };
  return {
    updateOne: {
      filter: { _id: `${organization}:${kind}:${subject}`, organization },
      update: [{ $set: set }],
      upsert: true,
    },
  } satisfies { updateOne: { filter: Partial<Failure>; update: object[]; upsert: boolean } };
}
