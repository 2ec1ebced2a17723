/**
 * The filter grammar of RFC 7644 §3.4.2.2, and one form outside it that Entra needs:
 * `emails[type eq "work"].value eq "x"`. `not` binds closest, then `and`, then `or`.
 * Every limit is checked while reading, so that a hostile filter costs no more than its length.
 */

import { ScimError } from "../error.ts";
import type { AttributePath } from "../path.ts";
import { type Attribute, titleOf } from "../schema/attribute.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { always, type Comparable, type Filter, leafOf, matches, never, operators, under } from "./filter.ts";
import { literal, typed } from "./literal.ts";
import { ofElement, ofTypes, type Scope, within } from "./scope.ts";
import { type Token, tokenize } from "./tokens.ts";

/** Characters, comparisons and nested brackets that one filter may have. */
const limits = { length: 10_000, terms: 200, depth: 20 };

/**
 * Parses a filter on resources of a type.
 * @param others the types that are searched together with it (RFC 7644 §3.4.2.1). An attribute that only they have
 *   is unassigned in this one, and what that decides is decided here: so parse the text once for each type.
 * @throws ScimError invalidFilter, with the place or the name that is wrong; tooMany past a limit
 */
export function parseFilter(
  type: ResourceType<unknown>,
  text: string,
  others: readonly ResourceType<unknown>[] = [],
): Filter {
  return new FilterParser(text).whole(ofTypes(type, others));
}

/**
 * Parses the filter within the brackets of a path.
 * @throws ScimError invalidFilter
 */
export function parseValueFilter(attribute: Attribute, text: string): Filter {
  return new FilterParser(text).whole(ofElement(attribute));
}

class FilterParser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #terms = 0;
  #depth = 0;

  constructor(text: string) {
    if (text.length > limits.length) {
      throw new ScimError(
        "tooMany",
        `The filter has ${text.length} characters; at most ${limits.length} are read.`,
      );
    }
    this.#tokens = tokenize(text);
  }

  whole(scope: Scope): Filter {
    const filter = this.#or(scope);
    if (this.#next < this.#tokens.length) throw this.#wrong("and, or, or the end of the filter");
    return filter;
  }

  #or(scope: Scope): Filter {
    return this.#joined("or", () => this.#joined("and", () => this.#term(scope)));
  }

  #joined(kind: "and" | "or", part: () => Filter): Filter {
    const terms = [part()];
    while (this.#takeWord(kind)) terms.push(part());
    const [first] = terms;
    return terms.length === 1 && first ? first : { kind, terms };
  }

  #term(scope: Scope): Filter {
    if (this.#takeWord("not")) {
      if (!this.#take("(")) throw this.#wrong("an opening bracket after not");
      return { kind: "not", term: this.#group(scope) };
    }
    return this.#take("(") ? this.#group(scope) : this.#expression(scope);
  }

  #group(scope: Scope): Filter {
    return this.#nested(scope, ")");
  }

  #nested(scope: Scope, end: ")" | "]"): Filter {
    this.#depth += 1;
    if (this.#depth > limits.depth) {
      throw new ScimError("tooMany", `The filter nests deeper than ${limits.depth} brackets.`);
    }
    const filter = this.#or(scope);
    if (!this.#take(end)) throw this.#wrong(`a closing ${end}`);
    this.#depth -= 1;
    return filter;
  }

  #expression(scope: Scope): Filter {
    this.#terms += 1;
    if (this.#terms > limits.terms) {
      throw new ScimError("tooMany", `The filter has more than ${limits.terms} comparisons.`);
    }
    const at = this.#place();
    const name = this.#word("an attribute");
    const own = scope.own(name);
    if (own) return this.#about(own, scope);
    const path = scope.elsewhere?.(name);
    if (!path) {
      throw new ScimError(
        "invalidFilter",
        `There is no attribute ${name.slice(0, 200)}, named ${at}; /Schemas lists those that can be filtered.`,
      );
    }
    return matches(this.#about(path, { own: scope.elsewhere ?? scope.own }), {}) ? always : never;
  }

  #about(path: AttributePath, scope: Scope): Filter {
    requireShown(path);
    return this.#take("[") ? this.#element(path, scope) : this.#comparison(path);
  }

  #element(path: AttributePath, outer: Scope): Filter {
    const { name, multiValued, type } = leafOf(path);
    if (!multiValued && type !== "complex")
      throw new ScimError("invalidFilter", `${name} has one value and no parts; leave the brackets out.`);
    const scope = within(path, outer);
    const picked = this.#nested(scope, "]");
    const filter = this.#sub(picked, name, scope);
    if (multiValued) return { kind: "element", path, filter };
    return { kind: "and", terms: [{ kind: "present", path }, under(path, filter)] };
  }

  /** What may follow the brackets although the grammar does not have it: `.value eq "x"`. */
  #sub(picked: Filter, name: string, scope: Scope): Filter {
    const token = this.#tokens[this.#next];
    if (token?.kind !== "word" || !token.text.startsWith(".")) return picked;
    this.#next += 1;
    const part = scope.own(token.text.slice(1));
    if (!part)
      throw new ScimError("invalidFilter", `${name} has no sub-attribute ${token.text.slice(1, 200)}.`);
    requireShown(part);
    return { kind: "and", terms: [picked, this.#comparison(part)] };
  }

  #comparison(path: AttributePath): Filter {
    const at = this.#place();
    const word = this.#word("an operator").toLowerCase();
    if (word === "pr") return { kind: "present", path };
    const operator = operators.find((known) => known === word);
    if (!operator) {
      throw new ScimError(
        "invalidFilter",
        `${word.slice(0, 20)}, ${at} of the filter, is no operator; use one of ${operators.join(", ")} or pr.`,
      );
    }
    const simple = toSimple(path);
    requireShown(simple);
    const leaf = leafOf(simple);
    return { kind: "compare", path: simple, operator, value: typed(leaf, operator, this.#value(leaf)) };
  }

  #value(attribute: Attribute): Comparable {
    const token = this.#tokens[this.#next];
    if (token?.kind !== "text" && token?.kind !== "word") throw this.#wrong("a value");
    this.#next += 1;
    return token.kind === "text" ? token.text : literal(attribute, token.text);
  }

  #word(wanted: string): string {
    const token = this.#tokens[this.#next];
    if (token?.kind !== "word") throw this.#wrong(wanted);
    this.#next += 1;
    return token.text;
  }

  #take(kind: "(" | ")" | "[" | "]"): boolean {
    if (this.#tokens[this.#next]?.kind !== kind) return false;
    this.#next += 1;
    return true;
  }

  #takeWord(word: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.kind !== "word" || token.text.toLowerCase() !== word) return false;
    this.#next += 1;
    return true;
  }

  #wrong(wanted: string): ScimError {
    return new ScimError("invalidFilter", `The filter is wrong ${this.#place()}: expected ${wanted}.`);
  }

  /** Where the next token stands, counted from 1. */
  #place(): string {
    const token = this.#tokens[this.#next];
    return token ? `at character ${token.at + 1}` : "at its end";
  }
}

/** What is never shown is not to be guessed by asking for it either (RFC 7643 §7). */
function requireShown(path: AttributePath): void {
  const hidden = path.find(({ returned }) => returned === "never");
  if (hidden)
    throw new ScimError("invalidFilter", `${hidden.name} is never shown, so nobody is found by it.`);
}

/** A complex attribute is compared by its `value`: `manager eq "…"`, `emails co "…"`. */
function toSimple(path: AttributePath): AttributePath {
  const leaf = leafOf(path);
  if (leaf.type !== "complex") return path;
  const value = leaf.subAttributes.get("value");
  if (!value) {
    throw new ScimError(
      "invalidFilter",
      `${titleOf(leaf)} has parts; name one, such as ${titleOf(leaf)}${leaf.urn ? ":" : "."}${[...leaf.subAttributes.values()][0]?.name}.`,
    );
  }
  return [...path, value];
}
