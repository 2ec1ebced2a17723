/**
 * Seals the organization's key for members and sends it, as many at a time as the server takes. What is sealed can be
 * opened by that member only.
 */
import type { Bytes } from "../../keys/base64url.ts";
import { KeyError } from "../../keys/key-error.ts";
import { request } from "../../parts/request.ts";
import type { BulkOutcome, Member } from "../../parts/wire.ts";

export type WithKey = Member & { readonly publicKey: string };

type To = {
  readonly organization: string;
  /** Where confirmations are sent. */
  readonly confirmPath: string;
  readonly organizationKey: Bytes;
};

/** What a request carries at most. */
const chunk = 500;

/**
 * @param onSealed told how many are sealed so far
 * @returns who was confirmed and who was not, with the reason
 * @throws ProblemError where the server could not be asked
 */
export async function confirmMembers(
  to: To,
  members: readonly WithKey[],
  onSealed: (count: number) => void,
): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { done: [], refused: [] };
  let count = 0;
  for (let from = 0; from < members.length; from += chunk) {
    const sealed = [];
    for (const { id, publicKey } of members.slice(from, from + chunk)) {
      const key = await seal(to, id, publicKey);
      if (key instanceof KeyError) outcome.refused.push({ id, detail: key.message });
      else sealed.push({ id, publicKey, sealedOrganizationKey: key });
      count += 1;
      onSealed(count);
    }
    if (sealed.length === 0) continue;
    const { done, refused } = await request<BulkOutcome>("POST", to.confirmPath, { members: sealed });
    outcome.done.push(...done);
    outcome.refused.push(...refused);
  }
  return outcome;
}

/** A public key that is none is that member's trouble, and holds up nobody else. */
async function seal({ organization, organizationKey }: To, member: string, publicKey: string) {
  const { sealOrganizationKey } = await import("../../keys/organization-key.ts");
  try {
    return await sealOrganizationKey(organizationKey, publicKey, { organization, member });
  } catch (error) {
    if (error instanceof KeyError) return error;
    throw error;
  }
}
