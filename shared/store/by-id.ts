/**
 * Reading documents by id, one by one for those who ask, in batches for the database.
 */
import { inBatches } from "./batch.ts";

/** Reads a document by id; null where there is none, or where it was removed. */
export type Reader<Stored> = (organization: string, id: string) => Promise<Stored | null>;

/**
 * Makes a reader. Calls at the same time share a query.
 * @param find those documents that are in one of some organizations and have one of some ids
 */
export function openReader<Stored extends { readonly _id: string; readonly organization: string }>(
  find: (organizations: readonly string[], ids: readonly string[]) => Promise<readonly Stored[]>,
): Reader<Stored> {
  type Key = { readonly organization: string; readonly id: string };
  const read = inBatches(
    async (keys: readonly Key[]) => {
      const organizations = [...new Set(keys.map(({ organization }) => organization))];
      const found = await find(
        organizations,
        keys.map(({ id }) => id),
      );
      const byId = new Map(found.map((document) => [document._id, document]));
      return keys.map(({ organization, id }) => {
        const document = byId.get(id);
        return document?.organization === organization ? document : null;
      });
    },
    { itemsMax: 200, inFlightMax: 4 },
  );
  return (organization, id) => read({ organization, id });
}
