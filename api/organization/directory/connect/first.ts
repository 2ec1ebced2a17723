/**
 * When a directory wrote its first user and its first group, of those that are here: made by it, or linked.
 */
import type { ApiDeps } from "../../../deps.ts";

/** Of the linked, the first ones by age are looked at. */
const linkedMax = 100;

type Deps = Pick<ApiDeps, "store">;

/** Ids grow with time, so the first made is the first by id. */
const oldest = { sort: { _id: 1 } } as const;

export async function firstUserAt({ store: { members } }: Deps, organization: string): Promise<Date | null> {
  const [made, linked] = await Promise.all([
    members.findOne({ organization, origin: "directory" }, { ...oldest, projection: { createdAt: 1 } }),
    members
      .find(
        { organization, origin: "hand", directoryKey: { $gte: "" } },
        { projection: { "standing.linkedAt": 1 } },
      )
      .limit(linkedMax)
      .toArray(),
  ]);
  return earliest([made?.createdAt, ...linked.map(({ standing }) => standing?.linkedAt)]);
}

export async function firstGroupAt({ store: { groups } }: Deps, organization: string): Promise<Date | null> {
  const [made, linked] = await Promise.all([
    groups.findOne({ organization, origin: "directory" }, { ...oldest, projection: { createdAt: 1 } }),
    groups
      .find(
        { organization, origin: "hand", directoryKey: { $gte: "" } },
        { ...oldest, projection: { linkedAt: 1 } },
      )
      .limit(linkedMax)
      .toArray(),
  ]);
  return earliest([made?.createdAt, ...linked.map(({ linkedAt }) => linkedAt)]);
}

/** The earliest of those that are known. */
export function earliest(dates: readonly (Date | undefined)[]): Date | null {
  const times = dates.filter((at) => at !== undefined).map(Number);
  return times.length === 0 ? null : new Date(Math.min(...times));
}
