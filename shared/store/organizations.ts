/**
 * Organizations, read by id with every request of a directory.
 */
import type { Organization } from "./documents.ts";
import { recently } from "./recent.ts";
import type { Store } from "./store.ts";

export type OrganizationReader = (id: string) => Promise<Organization | null>;

/** Makes the reader; what it gives is a moment old at most (`recent.ts`). */
export function openOrganizationReader({ organizations }: Store): OrganizationReader {
  return recently((id) => organizations.findOne({ _id: id }));
}
