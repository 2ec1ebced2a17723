/**
 * Folding: the form in which text is compared that is not case-exact (RFC 7643 §2.2).
 * Two texts are the same attribute value exactly when their folded forms are equal.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: this is the range of ASCII
const ascii = /^[\x00-\x7f]*$/;

/**
 * The folded form of a text: composed characters, each in the lower case of its upper case, since a letter can have
 * more than one lower case (σ and ς). A letter whose other case is more than one letter (ß) stays: this is Unicode's
 * simple folding, and what MongoDB's patterns do.
 */
export function fold(value: string): string {
  return ascii.test(value) ? value.toLowerCase() : [...value.normalize("NFC")].map(foldLetter).join("");
}

function foldLetter(letter: string): string {
  // The dotless i is the lower case of I in Turkish alone.
  if (letter === "ı") return letter;
  const upper = oneLetter(letter, letter.toUpperCase());
  return oneLetter(upper, upper.toLowerCase());
}

function oneLetter(letter: string, otherCase: string): string {
  return [...otherCase].length === 1 ? otherCase : letter;
}
