/**
 * The words of a filter: brackets, texts in JSON quotes, and everything else that blanks keep apart.
 * Reading is linear in the length of the filter.
 */
import { ScimError } from "../error.ts";

/** `at` is the place of the first character, from 0. */
export type Token =
  | { readonly kind: "(" | ")" | "[" | "]"; readonly at: number }
  | { readonly kind: "word" | "text"; readonly text: string; readonly at: number };

/**
 * @throws ScimError invalidFilter where a quoted text does not end or is no JSON string
 */
export function tokenize(filter: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < filter.length) {
    const character = filter.charAt(at);
    if (character === " " || character === "\t") {
      at += 1;
    } else if (character === "(" || character === ")" || character === "[" || character === "]") {
      tokens.push({ kind: character, at });
      at += 1;
    } else {
      const end = character === '"' ? endOfText(filter, at) : endOfWord(filter, at);
      const raw = filter.slice(at, end);
      tokens.push(
        character === '"' ? { kind: "text", text: readText(raw, at), at } : { kind: "word", text: raw, at },
      );
      at = end;
    }
  }
  return tokens;
}

function endOfWord(filter: string, start: number): number {
  let end = start;
  while (end < filter.length && !' \t()[]"'.includes(filter.charAt(end))) end += 1;
  return end;
}

function endOfText(filter: string, start: number): number {
  for (let at = start + 1; at < filter.length; at += 1) {
    if (filter.charAt(at) === "\\") at += 1;
    else if (filter.charAt(at) === '"') return at + 1;
  }
  throw new ScimError(
    "invalidFilter",
    `The text that begins at character ${start + 1} of the filter has no closing quote.`,
  );
}

function readText(raw: string, at: number): string {
  try {
    return String(JSON.parse(raw));
  } catch (cause) {
    throw new ScimError("invalidFilter", `The text at character ${at + 1} of the filter is no JSON string.`, {
      cause,
    });
  }
}
