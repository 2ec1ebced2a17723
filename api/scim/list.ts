/**
 * Finding and listing: by filter, by page, oldest first, which is a stable order.
 */
import { parseFilter } from "../../shared/scim/filter-parse.ts";
import { groupType } from "../../shared/scim/group.ts";
import { userType } from "../../shared/scim/user.ts";
import type { Member } from "../../shared/store/documents.ts";
import { type Clause, groupKeyed, memberKeyed, toQuery } from "../../shared/store/filter-query.ts";
import type { Group } from "../../shared/store/group-documents.ts";
import { resolveMembershipTerms } from "../../shared/store/membership-terms.ts";
import type { ApiDeps } from "../deps.ts";
import type { ListQuery } from "./query.ts";

/** A page, and how many there are in all. */
export type Page<Stored> = { readonly total: number; readonly found: readonly Stored[] };

/** @throws ScimError invalidFilter or tooMany */
export async function listUsers(
  deps: ApiDeps,
  organization: string,
  query: ListQuery,
): Promise<Page<Member>> {
  const wanted = present(organization, await clauseOf(deps, { organization, kind: "User" }, query.filter));
  const { members } = deps.store;
  const options = { maxTimeMS: deps.config.FILTER_MAX_MS };
  return readPage(query, {
    read: (skip, limit) => members.find(wanted, options).sort({ _id: 1 }).skip(skip).limit(limit).toArray(),
    count: () => members.countDocuments(wanted, options),
  });
}

/** @throws ScimError invalidFilter or tooMany */
export async function listGroups(
  deps: ApiDeps,
  organization: string,
  query: ListQuery,
): Promise<Page<Group>> {
  const wanted = present(organization, await clauseOf(deps, { organization, kind: "Group" }, query.filter));
  const { groups } = deps.store;
  const options = { maxTimeMS: deps.config.FILTER_MAX_MS };
  return readPage(query, {
    read: (skip, limit) => groups.find(wanted, options).sort({ _id: 1 }).skip(skip).limit(limit).toArray(),
    count: () => groups.countDocuments(wanted, options),
  });
}

function present(organization: string, wanted: Clause) {
  return { $and: [{ organization, removedAt: { $exists: false } }, wanted] };
}

async function clauseOf(
  { store, config }: ApiDeps,
  wanted: { organization: string; kind: "User" | "Group" },
  text: string | undefined,
): Promise<Clause> {
  if (text === undefined) return {};
  const filter = parseFilter(wanted.kind === "User" ? userType : groupType, text);
  const resolved = await resolveMembershipTerms(store, wanted, filter, config.FILTER_MAX_MS);
  return toQuery(filter, { keyed: wanted.kind === "User" ? memberKeyed : groupKeyed, resolved });
}

async function readPage<Stored>(
  { startIndex, count }: ListQuery,
  source: { read(skip: number, limit: number): Promise<Stored[]>; count(): Promise<number> },
): Promise<Page<Stored>> {
  const skip = startIndex - 1;
  const found = count === 0 ? [] : await source.read(skip, count);
  const isLast = found.length > 0 ? found.length < count : skip === 0 && count > 0;
  return { total: isLast ? skip + found.length : await source.count(), found };
}
