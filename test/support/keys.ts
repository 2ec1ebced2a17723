/**
 * The keys of a test: of the right form, and openable by nobody.
 */
import { setUpOrganizationKey } from "../../api/organization/members/keys.ts";
import type { SealedKey } from "../../api/organization/schema/handshake.ts";
import type { House } from "./house.ts";
import { keyPairLike } from "./joining.ts";
import type { TestOrganization } from "./organization.ts";

/** A sealed key of the right form; `seed` makes it another one. */
export function sealedLike(seed = "s"): SealedKey {
  return { version: 1, enc: seed.repeat(43), ciphertext: seed.repeat(64) };
}

/** The owner that the organization began with. */
export async function ownerOf(organization: TestOrganization): Promise<string> {
  const address = organization.address("owner");
  const owner = (await organization.members()).find((member) => member.address === address);
  if (!owner) throw new Error("the organization has no owner");
  return owner.id;
}

/** Makes the organization's key, as the owner; gives back the owner's id. */
export async function setUpKey(house: House, organization: TestOrganization): Promise<string> {
  const _id = await ownerOf(organization);
  const setup = { ...keyPairLike("o"), sealedOrganizationKey: sealedLike("o") };
  await setUpOrganizationKey(house.deps, { organization: organization.id, _id }, setup);
  return _id;
}
