/**
 * The member's own keys, once they were unlocked: in memory only, for as long as this page is loaded. Reloading forgets
 * them.
 */
import type { Bytes } from "../../keys/base64url.ts";
import type { Holder } from "../../keys/binding.ts";
import type { KeyPair } from "../../keys/private-key.ts";
import type { OwnKeys } from "../../parts/wire.ts";

export type Unlocked = {
  readonly pair: KeyPair;
  /** Null for a member whom nobody has confirmed yet. */
  readonly organizationKey: Bytes | null;
};

let kept: { readonly unlocked: Unlocked; readonly sealed: string | null } | undefined;

/** What was unlocked before and is still what the server has. */
export function unlockedFor(keys: OwnKeys): Unlocked | undefined {
  const isSame = kept?.unlocked.pair.publicKey === keys.publicKey && kept.sealed === sealedText(keys);
  return isSame ? kept?.unlocked : undefined;
}

export function keepUnlocked(keys: OwnKeys, unlocked: Unlocked): void {
  kept = { unlocked, sealed: sealedText(keys) };
}

/**
 * Unlocks what the server keeps for the member.
 * @throws KeyError
 */
export async function unlock(keys: OwnKeys, holder: Holder, passphrase: string): Promise<Unlocked> {
  const { publicKey, wrappedPrivateKey, sealedOrganizationKey } = keys;
  if (publicKey === null || wrappedPrivateKey === null) throw new Error("There is no key to unlock.");
  const [{ unwrapPrivateKey }, { openOrganizationKey }] = await Promise.all([
    import("../../keys/private-key.ts"),
    import("../../keys/organization-key.ts"),
  ]);
  const pair = await unwrapPrivateKey(wrappedPrivateKey, publicKey, holder, passphrase);
  const organizationKey =
    sealedOrganizationKey === null ? null : await openOrganizationKey(sealedOrganizationKey, pair, holder);
  const unlocked = { pair, organizationKey };
  keepUnlocked(keys, unlocked);
  return unlocked;
}

function sealedText({ sealedOrganizationKey }: OwnKeys): string | null {
  return sealedOrganizationKey?.ciphertext ?? null;
}
