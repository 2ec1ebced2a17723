/**
 * Members and groups by their memberships, from either end. Whoever has been removed is at no end of one, even while
 * the memberships are still there.
 */
import { ScimError } from "../../scim/error.ts";
import type { Picked } from "../../scim/group-write/picked-ids.ts";
import type { Store } from "../store.ts";
import { timeLeft } from "./membership-scan.ts";
import type { withoutName } from "./membership-sent.ts";

/** Whose resources are asked for. */
export type Wanted = { readonly organization: string; readonly kind: "User" | "Group" };

/** The most resources that such a term may find; more are asked for at the other end. */
const foundMax = 10_000;

/**
 * The ids at the one end of those memberships that have one of some ids at the other end.
 * @param options `among` whom to look, where that is known; `only` what the memberships must be like
 * @throws ScimError tooMany past a limit
 */
export async function findByMemberships(
  store: Store,
  { organization, kind }: Wanted,
  ids: Picked,
  {
    among,
    deadline,
    only,
  }: { among: readonly string[] | undefined; deadline: number; only?: typeof withoutName },
): Promise<string[]> {
  if (ids.length === 0) return [];
  const [here, there] = kind === "Group" ? (["group", "member"] as const) : (["member", "group"] as const);
  const others =
    ids === "all"
      ? { $nin: await leaving(store, organization, there) }
      : { $in: await living(store, organization, there, ids) };
  const found = await store.memberships
    .aggregate<{ _id: string }>(
      [
        {
          $match: {
            organization,
            [there]: others,
            ...(among && { [here]: { $in: among } }),
            present: true,
            ...only,
          },
        },
        { $group: { _id: `$${here}` } },
        { $limit: foundMax + 1 },
      ],
      { maxTimeMS: timeLeft(deadline) },
    )
    .toArray();
  if (found.length > foundMax) {
    throw new ScimError(
      "tooMany",
      `The filter finds more than ${foundMax} through memberships; read the group's members instead.`,
    );
  }
  return found.map(({ _id }) => _id);
}

/** Those of some members or groups who have not been removed: their memberships may still be there for a moment. */
async function living(
  { members, groups }: Store,
  organization: string,
  end: "member" | "group",
  ids: readonly string[],
): Promise<string[]> {
  const query = { organization, _id: { $in: [...ids] }, removedAt: { $exists: false } };
  const found =
    end === "member"
      ? await members.find(query, { projection: { _id: 1 } }).toArray()
      : await groups.find(query, { projection: { _id: 1 } }).toArray();
  return found.map(({ _id }) => _id);
}

/** Those who were removed and whose memberships may still be there. */
async function leaving(
  { members, groups }: Store,
  organization: string,
  end: "member" | "group",
): Promise<string[]> {
  const removed = { organization, removedAt: { $exists: true } };
  const found =
    end === "member"
      ? await members
          .find({ ...removed, "pending.dueAt": { $gt: new Date(0) } }, { projection: { _id: 1 } })
          .toArray()
      : await groups.find(removed, { projection: { _id: 1 } }).toArray();
  return found.map(({ _id }) => _id);
}

/** The groups of those memberships whose members have not been removed. */
export async function groupsOfEdges(
  store: Store,
  organization: string,
  edges: readonly { readonly group: string; readonly member: string }[],
): Promise<string[]> {
  if (edges.length === 0) return [];
  const members = edges.map(({ member }) => member);
  const there = new Set(await living(store, organization, "member", members));
  return edges.filter(({ member }) => there.has(member)).map(({ group }) => group);
}
