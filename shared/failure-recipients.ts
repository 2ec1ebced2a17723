/**
 * Where an organization's failures are e-mailed (row B06): to nobody where that is off, or where the organization is
 * disabled.
 */
import { isAddress } from "./store/address.ts";
import type { Organization } from "./store/documents.ts";

/** The addresses; each gets e-mails of its own. */
export function recipientsOf({
  enabled,
  settings: { contact, failureMail },
}: Pick<Organization, "enabled" | "settings">): readonly string[] {
  if (!enabled || failureMail?.enabled === false) return [];
  const addresses = failureMail?.addresses ?? [];
  if (addresses.length > 0) return addresses;
  return isAddress(contact) ? [contact] : [];
}
