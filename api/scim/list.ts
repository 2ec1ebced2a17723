/**
 * Finding and listing users: by filter, by page, oldest first, which is a stable order.
 */
import { parseFilter } from "../../shared/scim/filter-parse.ts";
import { userType } from "../../shared/scim/user.ts";
import type { Member } from "../../shared/store/documents.ts";
import { toQuery } from "../../shared/store/filter-query.ts";
import type { ApiDeps } from "../deps.ts";
import type { ListQuery } from "./query.ts";

/**
 * @returns the members of the page, and how many there are in all
 * @throws ScimError invalidFilter or tooMany
 */
export async function listUsers(
  { store, config }: ApiDeps,
  organization: string,
  { filter, startIndex, count }: ListQuery,
): Promise<{ total: number; members: readonly Member[] }> {
  const maxTimeMS = config.FILTER_MAX_MS;
  const wanted = filter === undefined ? {} : toQuery(parseFilter(userType, filter));
  const query = { $and: [{ organization, removedAt: { $exists: false } }, wanted] };
  const skip = startIndex - 1;
  const members =
    count === 0
      ? []
      : await store.members.find(query, { maxTimeMS }).sort({ _id: 1 }).skip(skip).limit(count).toArray();
  const isLast = members.length > 0 ? members.length < count : skip === 0 && count > 0;
  if (isLast) return { total: skip + members.length, members };
  return { total: await store.members.countDocuments(query, { maxTimeMS }), members };
}
