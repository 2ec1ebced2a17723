/**
 * Members who were invited by hand and whom no directory has written yet: a POST that names one of them links them
 * instead of making a second person (row B13).
 */
import { inBatches } from "./batch.ts";
import type { Member, MemberKeys } from "./documents.ts";
import type { Store } from "./store.ts";

type Wanted = { readonly organization: string; readonly keys: MemberKeys };

/** Makes the finder: by the folded userName or address. Calls at the same time share a query. */
export function openLinkableFinder(
  store: Store,
): (organization: string, keys: MemberKeys) => Promise<Member | null> {
  const find = inBatches(
    async (wanted: readonly Wanted[]) => {
      const found = await store.members
        .find({
          organization: { $in: [...new Set(wanted.map(({ organization }) => organization))] },
          origin: "hand",
          directoryKey: { $exists: false },
          "keys.address": { $in: [...new Set(wanted.flatMap(namesOf))] },
        })
        .toArray();
      return wanted.map((one) => pick(found, one));
    },
    { itemsMax: 500, inFlightMax: 2 },
  );
  return (organization, keys) => find({ organization, keys });
}

function pick(found: readonly Member[], { organization, keys }: Wanted): Member | null {
  const own = found.filter((member) => member.organization === organization);
  return (
    own.find((member) => member.keys.userName === keys.userName) ??
    own.find((member) => member.keys.address !== undefined && member.keys.address === keys.address) ??
    null
  );
}

/** A member invited by hand has their address for a userName. */
function namesOf({ keys }: Wanted): string[] {
  return [keys.userName, keys.address].filter((name) => name !== undefined);
}
