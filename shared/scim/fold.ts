/**
 * Folding: the form in which text is compared that is not case-exact (RFC 7643 §2.2).
 * Two texts are the same attribute value exactly when their folded forms are equal.
 */

/** The folded form of a text: composed characters, lower case. */
export function fold(value: string): string {
  return value.normalize("NFC").toLowerCase();
}
