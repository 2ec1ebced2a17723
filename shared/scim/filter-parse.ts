/**
 * The filter grammar of RFC 7644 §3.4.2.2, and one form outside it that Entra needs:
 * `emails[type eq "work"].value eq "x"`. `not` binds closest, then `and`, then `or`.
 * Every limit is checked while reading, so that a hostile filter costs no more than its length.
 */
import type { Attribute } from "./attribute.ts";
import { ScimError } from "./error.ts";
import { type Comparable, type Filter, leafOf, type Operator, operators } from "./filter.ts";
import { type Token, tokenize } from "./filter-tokens.ts";
import { type AttributePath, descend, findAttribute } from "./path.ts";
import type { ResourceType } from "./resource-type.ts";
import { decodeValue } from "./value.ts";

/** Characters, comparisons and nested brackets that one filter may have. */
const limits = { length: 10_000, terms: 200, depth: 20 };

/** Finds the attribute of a name, in the resource or, within brackets, in one element. */
type Scope = (name: string) => AttributePath | null;

/**
 * Parses a filter on resources of a type.
 * @throws ScimError invalidFilter, with the place or the name that is wrong; tooMany past a limit
 */
export function parseFilter(type: ResourceType<unknown>, text: string): Filter {
  return new FilterParser(text).whole((name) => findAttribute(type, name));
}

/**
 * Parses the filter within the brackets of a path.
 * @throws ScimError invalidFilter
 */
export function parseValueFilter(attribute: Attribute, text: string): Filter {
  return new FilterParser(text).whole(within(attribute));
}

/** An attribute of plain texts has no sub-attributes: its elements are compared as `value`. */
function within(attribute: Attribute): Scope {
  return (name) => descend(attribute.subAttributes, name.toLowerCase());
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
    const name = this.#word("an attribute");
    const path = scope(name);
    if (!path) {
      throw new ScimError(
        "invalidFilter",
        `There is no attribute ${name.slice(0, 200)}; /Schemas lists those that can be filtered.`,
      );
    }
    if (this.#take("[")) return this.#element(path);
    return this.#comparison(path);
  }

  #element(path: AttributePath): Filter {
    const attribute = leafOf(path);
    if (!attribute.multiValued)
      throw new ScimError("invalidFilter", `${attribute.name} has one value; leave the brackets out.`);
    const scope = within(attribute);
    const filter = this.#nested(scope, "]");
    const token = this.#tokens[this.#next];
    if (token?.kind !== "word" || !token.text.startsWith(".")) return { kind: "element", path, filter };
    this.#next += 1;
    const inner = scope(token.text.slice(1));
    if (!inner)
      throw new ScimError(
        "invalidFilter",
        `${attribute.name} has no sub-attribute ${token.text.slice(1, 200)}.`,
      );
    return { kind: "element", path, filter: { kind: "and", terms: [filter, this.#comparison(inner)] } };
  }

  #comparison(path: AttributePath): Filter {
    const word = this.#word("an operator").toLowerCase();
    if (word === "pr") return { kind: "present", path };
    const operator = operators.find((known) => known === word);
    if (!operator) {
      throw new ScimError(
        "invalidFilter",
        `${word.slice(0, 20)} is no operator; use one of ${operators.join(", ")} or pr.`,
      );
    }
    const simple = toSimple(path);
    return { kind: "compare", path: simple, operator, value: this.#value(leafOf(simple), operator) };
  }

  #value(attribute: Attribute, operator: Operator): Comparable {
    const token = this.#tokens[this.#next];
    this.#next += 1;
    if (token?.kind !== "text" && token?.kind !== "word") throw this.#wrong("a value", this.#next - 1);
    return typed(attribute, operator, token.kind === "text" ? token.text : literal(attribute, token.text));
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

  #wrong(wanted: string, index = this.#next): ScimError {
    const token = this.#tokens[index];
    const place = token ? `at character ${token.at + 1}` : "at its end";
    return new ScimError("invalidFilter", `The filter is wrong ${place}: expected ${wanted}.`);
  }
}

/** A complex attribute is compared by its `value`: `manager eq "…"`, `emails co "…"`. */
function toSimple(path: AttributePath): AttributePath {
  const leaf = leafOf(path);
  if (leaf.type !== "complex") return path;
  const value = leaf.subAttributes.get("value");
  if (!value) {
    throw new ScimError(
      "invalidFilter",
      `${leaf.name} has parts; name one, such as ${leaf.name}.${[...leaf.subAttributes.values()][0]?.name}.`,
    );
  }
  return [...path, value];
}

/** A value without quotes: true, false, null or a number. */
function literal(attribute: Attribute, word: string): Comparable {
  const folded = word.toLowerCase();
  if (folded === "true") return true;
  if (folded === "false") return false;
  if (folded === "null") return null;
  if (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(word)) return Number(word);
  throw new ScimError("invalidFilter", `The value for ${attribute.name} must stand in double quotes.`);
}

function typed(attribute: Attribute, operator: Operator, value: Comparable): Comparable {
  if (value === null || value === "") return value;
  if (attribute.type === "boolean" && operator !== "eq" && operator !== "ne") {
    throw new ScimError("invalidFilter", `${attribute.name} is true or false; compare it with eq or ne.`);
  }
  if (attribute.type === "dateTime" && !Number.isFinite(Date.parse(String(value)))) {
    throw new ScimError("invalidFilter", `${attribute.name} is a time; write it as "2026-01-31T12:00:00Z".`);
  }
  try {
    const decoded = decodeValue({ ...attribute, multiValued: false }, value);
    if (typeof decoded === "string" || typeof decoded === "number" || typeof decoded === "boolean")
      return decoded;
  } catch (error) {
    if (error instanceof ScimError) throw new ScimError("invalidFilter", error.message);
    throw error;
  }
  throw new ScimError("invalidFilter", `${attribute.name} cannot be compared with that value.`);
}
