/**
 * Which passphrase is taken. Only its length counts: a longer one is better than a cleverer one. Apart from the
 * derivation, so that a form can say it without loading that.
 */
export const passphraseMin = 12;
const passphraseMax = 1_000;

/** What is wrong with a passphrase that was typed twice, in words; null where nothing is. */
export function passphraseTrouble(passphrase: string, again: string): string | null {
  const length = [...passphrase.normalize("NFKC")].length;
  if (length < passphraseMin) {
    const missing = passphraseMin - length;
    return `At least ${passphraseMin} characters, please: ${missing} more.`;
  }
  if (length > passphraseMax) return `At most ${passphraseMax} characters, please.`;
  if (passphrase !== again) return "The two are not the same.";
  return null;
}
