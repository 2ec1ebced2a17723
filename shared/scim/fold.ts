/**
 * Folding: the form in which text is compared that is not case-exact (RFC 7643 §2.2).
 * Two texts are the same attribute value exactly when their folded forms are equal.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: this is the range of ASCII
const ascii = /^[\x00-\x7f]*$/;

/**
 * The folded form of a text: composed characters, lower case. Letter by letter by way of the upper case, since a
 * letter can have more than one lower case (σ and ς).
 */
export function fold(value: string): string {
  if (ascii.test(value)) return value.toLowerCase();
  const letters = [...value.normalize("NFC").toUpperCase()];
  return letters
    .map((letter) => letter.toLowerCase())
    .join("")
    .normalize("NFC");
}
