/**
 * Organizations: read by id, so often that calls at the same time share a query. A read is never older than its call.
 */
import { inBatches } from "./batch.ts";
import type { Organization } from "./documents.ts";
import type { Store } from "./store.ts";

export type OrganizationReader = (id: string) => Promise<Organization | null>;

/** Makes the reader. */
export function openOrganizationReader(store: Store): OrganizationReader {
  return inBatches(
    async (ids: readonly string[]) => {
      const found = await store.organizations.find({ _id: { $in: [...new Set(ids)] } }).toArray();
      const byId = new Map(found.map((organization) => [organization._id, organization]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    { itemsMax: 1_000, inFlightMax: 2 },
  );
}
