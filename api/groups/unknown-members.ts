/**
 * Ids in a group that are no members of the organization: what is known is applied, and they are kept as a failure
 * that names them (row B39).
 */
import type { Group } from "../../shared/store/group-documents.ts";
import { opening } from "../../shared/store/turn.ts";
import type { ApiDeps } from "../deps.ts";

/** The most ids that are named. */
const namedMax = 20;

export async function noteUnknown(
  { store, now }: ApiDeps,
  { organization, _id, attributes }: Group,
  unknown: readonly string[],
): Promise<void> {
  if (unknown.length === 0) return;
  const named = unknown.slice(0, namedMax).join(", ");
  const more = unknown.length > namedMax ? ` and ${unknown.length - namedMax} more` : "";
  const cause = `The directory put ids into the group ${attributes.displayName} that are no members of the organization; they were left out: ${named}${more}.`;
  await store.failures.bulkWrite([
    opening(organization, { kind: "unknownMembers", subject: _id, cause }, now()),
  ]);
}
