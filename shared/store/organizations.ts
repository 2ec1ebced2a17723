/**
 * Organizations, read by id with every request of a directory.
 */
import { type Organization, plans } from "./documents.ts";
import { recently } from "./recent.ts";
import type { Store } from "./store.ts";

export type OrganizationReader = (id: string) => Promise<Organization | null>;

/** Whether a directory is let into the organization at all: SCIM is in its plan, and on. */
export function takesScim({ plan, enabled, scim }: Pick<Organization, "plan" | "enabled" | "scim">): boolean {
  return enabled && scim.enabled && plans[plan].scim;
}

/** Makes the reader; what it gives is a moment old at most (`recent.ts`). */
export function openOrganizationReader({ organizations }: Store): OrganizationReader {
  return recently((id) => organizations.findOne({ _id: id }));
}
