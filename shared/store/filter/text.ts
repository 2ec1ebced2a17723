/**
 * Texts of a filter as MongoDB patterns. A pattern is made of escaped letters in a row and of nothing that can be
 * read in more than one way, so it never backtracks; and it always finds at least what the filter means.
 */
import type { Operator } from "../../scim/filter/filter.ts";
import { fold } from "../../scim/value/fold.ts";

/** `exact` says that the pattern finds what the filter means and nothing else. */
type Pattern = {
  readonly condition: { readonly $regex: string; readonly $options: string };
  readonly exact: boolean;
};
type Part = Extract<Operator, "eq" | "co" | "sw" | "ew">;

/** The letters of a value that go into a pattern; the rest is for whoever decides in memory. */
const lettersMax = 200;

/** Letters as they are; in a folded text a letter and its accents are one, as `matches` has it. */
export function literally(operator: Part, value: string, isFolded: boolean): Pattern {
  const { letters, isCut } = lettersOf(operator, value);
  const end = isFolded && !isCut ? letterEnds : "";
  return pattern(operator, letters.map(escaped).join(""), { isCut, end, $options: "" });
}

/**
 * A value whose case does not count, against texts that are kept as they were sent: in either case, accents composed
 * or apart.
 * @returns null where no pattern finds all that is meant
 */
export function whateverItsCase(operator: Part, value: string): Pattern | null {
  const { letters, isCut } = lettersOf(operator, fold(value));
  const forms = letters.map(formsOf);
  if (forms.includes(null)) return null;
  const isLoose = forms.some((form, index) => form !== escaped(letters[index] ?? ""));
  const { condition, exact } = pattern(operator, forms.join(""), {
    isCut,
    end: isCut || isLoose ? "" : letterEnds,
    $options: "i",
  });
  return { condition, exact: exact && !isLoose };
}

function pattern(
  operator: Part,
  letters: string,
  { isCut, end, $options }: { isCut: boolean; end: string; $options: string },
): Pattern {
  const begins = operator === "eq" || operator === "sw" ? "^" : "";
  const ends = operator === "ew" || (operator === "eq" && !isCut) ? "\\z" : end;
  return { condition: { $regex: begins + letters + ends, $options }, exact: !isCut };
}

/** What follows is no accent. */
const letterEnds = "(?!\\p{M})";

function lettersOf(operator: Part, value: string): { letters: string[]; isCut: boolean } {
  const all = [...value];
  const letters = operator === "ew" ? all.slice(-lettersMax) : all.slice(0, lettersMax);
  return { letters, isCut: letters.length < all.length };
}

/** The forms in which a letter may stand in a text, its case aside; null where that is a matter of its neighbours. */
function formsOf(letter: string): string | null {
  if (/^[\p{M}\p{Script=Hangul}]$/u.test(letter)) return null;
  // A compatibility ideograph is normalized to another one.
  if (/^\p{Script=Han}$/u.test(letter)) return `[${letter}\uf900-\ufaff\u{2f800}-\u{2fa1f}]`;
  const [base = "", ...accents] = letter.normalize("NFD");
  if (base === letter) return escaped(letter);
  return accents.length === 1 ? `(?:${letter}|${escaped(base)}\\p{M})` : null;
}

function escaped(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&").replaceAll("\0", "\\x00");
}
