/**
 * Ids in a group that are no members of the organization: what is known is applied, and they are kept as a failure
 * that names them (row B39).
 */
import type { Group } from "../../shared/store/group-documents.ts";
import { isDuplicate } from "../../shared/store/trouble.ts";
import { opening } from "../../shared/store/turn.ts";
import type { ApiDeps } from "../deps.ts";

/** The most ids that are kept of one group. */
const keptMax = 100;

export async function noteUnknown(
  { store, now }: ApiDeps,
  { organization, _id, attributes }: Group,
  unknown: readonly string[],
): Promise<void> {
  if (unknown.length === 0) return;
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
