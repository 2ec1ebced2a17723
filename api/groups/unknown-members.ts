/**
 * Ids in a group that are no members of the organization: what is known is applied, and they are kept as a failure
 * that names them (row B39), until the directory has written the group without them.
 */

import { opening, resolution } from "../../shared/store/failure-writes.ts";
import type { Group } from "../../shared/store/group-documents.ts";
import { isDuplicate } from "../../shared/store/trouble.ts";
import type { ApiDeps } from "../deps.ts";
import type { Difference } from "./difference.ts";

/** The most ids that are kept of one group. */
const keptMax = 100;

/** Notes what a write tells of unknown ids: that there are some, or that there are none any more. */
export async function noteUnknown(
  deps: ApiDeps,
  group: Group,
  { unknown, isWhole, left }: Difference,
): Promise<void> {
  if (unknown.length > 0) return nameUnknown(deps, group, unknown);
  if (isWhole) return resolveUnknown(deps, group);
  if (left.length > 0) return forgetUnknown(deps, group, left);
}

async function nameUnknown(
  { store, now }: ApiDeps,
  { organization, _id, attributes }: Group,
  unknown: readonly string[],
): Promise<void> {
  const cause = `The directory put ids into the group ${attributes.displayName} that are no members of the organization; they were left out`;
  const open = opening(organization, { kind: "unknownMembers", subject: _id, cause }, now());
  const kept = { $ifNull: ["$names", []] };
  const sent = { $literal: unknown.slice(0, keptMax) };
  const fresh = { $filter: { input: sent, cond: { $not: { $in: ["$$this", kept] } } } };
  const names = { $slice: [{ $concatArrays: [kept, fresh] }, keptMax] };
  const counted = { $add: [{ $ifNull: ["$namesTotal", 0] }, { $size: fresh }] };
  const namesTotal = { $max: [counted, unknown.length] };
  const { filter } = open.updateOne;
  const keep = { updateOne: { filter, update: [{ $set: { names, namesTotal } }] } };
  await store.failures.bulkWrite([open, keep]).catch((error: unknown) => {
    if (!isDuplicate(error)) throw error;
    // Somebody else opened it at the same moment.
    return store.failures.bulkWrite([open, keep]);
  });
}

async function resolveUnknown({ store, now }: ApiDeps, { organization, _id }: Group): Promise<void> {
  const row = { subject: _id, kinds: ["unknownMembers"] as const };
  await store.failures.bulkWrite([resolution(organization, row, now())]);
}

/** Once none of the named ids is left, and no more were counted than named, the failure is over. */
async function forgetUnknown(
  { store, now }: ApiDeps,
  { organization, _id }: Group,
  left: readonly string[],
): Promise<void> {
  const gone = { $literal: left.slice(0, keptMax) };
  const names = { $filter: { input: "$names", cond: { $not: { $in: ["$$this", gone] } } } };
  const namesTotal = { $add: ["$namesTotal", { $subtract: [{ $size: names }, { $size: "$names" }] }] };
  const isOver = { $lte: ["$namesTotal", 0] };
  await store.failures.updateOne(
    {
      _id: `${organization}:unknownMembers:${_id}`,
      organization,
      state: { $ne: "resolved" },
      names: { $in: left.slice(0, keptMax) },
    },
    [
      { $set: { names, namesTotal } },
      {
        $set: {
          state: { $cond: [isOver, "resolved", "$state"] },
          resolvedAt: { $cond: [isOver, now(), "$$REMOVE"] },
        },
      },
    ],
  );
}
