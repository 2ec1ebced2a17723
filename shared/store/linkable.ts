/**
 * Members who were invited by hand and whom no directory has written yet: a POST that names one of them links them
 * instead of making a second person (row B13).
 */
import type { Member, MemberKeys } from "./documents.ts";
import { recently } from "./recent.ts";
import type { Store } from "./store.ts";

export type LinkableFinder = (organization: string, keys: MemberKeys) => Promise<Member | null>;

/** The addresses that are remembered of one organization; where there are more, each POST looks them up. */
const addressesMax = 10_000;

/**
 * Makes the finder: by the folded userName or address. That somebody cannot be linked is known from a moment ago
 * (`recent.ts`), so inviting by hand waits that long; whom to link is read anew.
 */
export function openLinkableFinder(store: Store): LinkableFinder {
  const addressesOf = recently(async (organization) => {
    const found = await store.members
      .find(unlinked(organization), { projection: { "keys.address": 1 } })
      .limit(addressesMax + 1)
      .toArray();
    return found.length > addressesMax ? null : new Set(found.map(({ keys }) => keys.address));
  });
  return async (organization, keys) => {
    const names = [keys.userName, keys.address].filter((name) => name !== undefined);
    const addresses = await addressesOf(organization);
    if (addresses && !names.some((name) => addresses.has(name))) return null;
    const found = await store.members
      .find({ ...unlinked(organization), "keys.address": { $in: names } })
      .toArray();
    return found.find((member) => member.keys.userName === keys.userName) ?? found[0] ?? null;
  };
}

/** A member invited by hand has their address for a userName. */
function unlinked(organization: string) {
  return { organization, origin: "hand", directoryKey: { $exists: false } } as const;
}
