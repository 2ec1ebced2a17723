/**
 * Where an organization's failures are e-mailed, as an admin sets it (row B06).
 */
import { isAddress } from "../../../shared/store/address.ts";
import type { FailureMail } from "../../../shared/store/documents.ts";
import { untilForgotten } from "../../../shared/store/recent.ts";
import type { ApiDeps } from "../../deps.ts";
import { Refusal } from "../refusal.ts";
import { requireOrganization } from "../settings/organizations.ts";

const addressesMax = 10;

/**
 * Changes whether failures are e-mailed, and to which addresses; none means to the organization's contact.
 * @throws Refusal where an address is none, or there are too many
 */
export async function changeFailureMail(
  deps: ApiDeps,
  organization: string,
  change: Partial<FailureMail>,
): Promise<void> {
  const { store, now } = deps;
  const { settings } = await requireOrganization(deps, organization);
  const before = settings.failureMail ?? { enabled: true, addresses: [] };
  const failureMail = { ...before, ...change, addresses: checked(change.addresses ?? before.addresses) };
  await store.organizations.updateOne(
    { _id: organization },
    { $set: { "settings.failureMail": failureMail } },
  );
  // Whoever is told nothing any more needs no e-mail that gets through.
  const { enabled, addresses } = failureMail;
  const told = enabled ? (addresses.length > 0 ? addresses : [settings.contact]) : [];
  await store.failures.updateMany(
    { organization, kind: "alertMail", subject: { $nin: told }, state: { $ne: "resolved" } },
    { $set: { state: "resolved", resolvedAt: now() } },
  );
  await untilForgotten();
}

function checked(addresses: readonly string[]): string[] {
  const distinct = [...new Set(addresses.map((address) => address.trim()))];
  const fits: (text: string) => boolean = isAddress;
  const wrong = distinct.find((address) => !fits(address));
  if (wrong !== undefined) throw new Refusal(`${wrong.slice(0, 100)} is not an e-mail address.`);
  if (distinct.length > addressesMax)
    throw new Refusal(
      `Failures are e-mailed to ${addressesMax} addresses at most; a mailing list takes more.`,
    );
  return distinct;
}
