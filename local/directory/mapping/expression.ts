/**
 * The expressions of Entra's attribute mappings, as far as provisioning people needs them: `[attribute]`,
 * `"text"`, `Switch`, `Join`, `Coalesce` and `ToLower`.
 *
 * Always true: an expression yields a text, and the empty text means that the source holds nothing.
 */

type Attributes = Record<string, string>;
export type Expression = (attributes: Attributes) => string;

/** Compiles an expression once, for many people. Throws a SyntaxError that names the text it cannot read. */
export function compileExpression(text: string): Expression {
  const cursor = { text, at: 0 };
  const expression = readOperand(cursor);
  if (cursor.at < text.length) throw unreadable(cursor);
  return expression;
}

type Cursor = { text: string; at: number };

function readOperand(cursor: Cursor): Expression {
  take(cursor, /\s*/y);
  const attribute = take(cursor, /\[(\w+)\]\s*/y);
  if (attribute !== null) return (attributes) => attributes[attribute] ?? "";
  const literal = take(cursor, /"([^"]*)"\s*/y);
  if (literal !== null) return () => literal;
  const name = take(cursor, /(\w+)\(/y);
  if (name !== null) return applied(cursor, name, readOperands(cursor));
  return () => "";
}

function readOperands(cursor: Cursor): Expression[] {
  const operands: Expression[] = [];
  do operands.push(readOperand(cursor));
  while (take(cursor, /,/y) !== null);
  if (take(cursor, /\)\s*/y) === null) throw unreadable(cursor);
  return operands;
}

function applied(cursor: Cursor, name: string, operands: Expression[]): Expression {
  const call = functions[name];
  if (call === undefined)
    throw new SyntaxError(`The mapping uses ${name}(), which is not known: ${cursor.text}`);
  return (attributes) => call(operands.map((operand) => operand(attributes)));
}

const functions: Record<string, (values: string[]) => string> = {
  /** Switch(source, default, key, value, key, value, …) */
  Switch: ([source = "", otherwise = "", ...pairs]) => {
    const key = pairs.findIndex((candidate, index) => index % 2 === 0 && candidate === source);
    return key < 0 ? otherwise : (pairs[key + 1] ?? "");
  },
  /** Join(separator, source, source, …): leaves empty sources out. */
  Join: ([separator = "", ...sources]) => sources.filter((source) => source !== "").join(separator),
  Coalesce: (sources) => sources.find((source) => source !== "") ?? "",
  ToLower: ([source = ""]) => source.toLowerCase(),
};

function take(cursor: Cursor, pattern: RegExp): string | null {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (found === null) return null;
  cursor.at = pattern.lastIndex;
  return found[1] ?? found[0];
}

function unreadable({ text, at }: Cursor): SyntaxError {
  return new SyntaxError(`The mapping cannot be read from "${text.slice(at)}" on: ${text}`);
}
