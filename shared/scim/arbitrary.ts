/**
 * Arbitrary users, values and filters, for properties. They are made from the declarations, so no attribute is ever
 * left out of a property.
 */
import fc from "fast-check";
import type { Attribute, Attributes } from "./attribute.ts";
import { type Filter, operators } from "./filter.ts";
import type { AttributePath } from "./path.ts";
import { type UserAttributes, userType } from "./user.ts";
import { isPrimary } from "./value.ts";

/** Texts as people have them: accents, other scripts, quotes, brackets and signs that mean something elsewhere. */
export const someText = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });

/** A stored value of an attribute. */
export function valuesOf(attribute: Attribute, text: fc.Arbitrary<string> = someText): fc.Arbitrary<unknown> {
  if (!attribute.multiValued) return oneOf(attribute, text);
  return fc.array(oneOf(attribute, text), { minLength: 1, maxLength: 4 }).map(withOnePrimary);
}

function oneOf(attribute: Attribute, text: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  if (attribute.type === "boolean") return fc.boolean();
  if (attribute.type !== "complex") return text;
  return membersOf(attribute.subAttributes, text).filter((members) => Object.keys(members).length > 0);
}

function membersOf(attributes: Attributes, text: fc.Arbitrary<string>) {
  const all = [...attributes.values()];
  const writable = all.filter(({ mutability }) => mutability !== "readOnly");
  const made = writable.length > 0 ? writable : all;
  return fc.record(Object.fromEntries(made.map((attribute) => [attribute.name, valuesOf(attribute, text)])), {
    requiredKeys: made.filter(({ required }) => required).map(({ name }) => name),
  });
}

function withOnePrimary(elements: readonly unknown[]): unknown[] {
  const first = elements.findIndex(isPrimary);
  return elements.map((element, index) =>
    isPrimary(element) && index !== first ? { ...Object(element), primary: false } : element,
  );
}

/** A user in the stored form, with any of the attributes of the schema and its extensions. */
export function userOf(text: fc.Arbitrary<string>): fc.Arbitrary<UserAttributes> {
  const extensions = new Map(userType.extensions.map(({ attribute }) => [attribute.name, attribute]));
  return membersOf(new Map([...userType.schema.attributes, ...extensions]), text).map((user) =>
    userType.stored.parse(user),
  );
}

export const someUser = userOf(someText);

/** Every way to a simple attribute, or to a complex one, that a filter on users can name. */
function waysTo(
  simple: boolean,
  attributes: Attributes = filterable(),
  before: AttributePath = [],
): AttributePath[] {
  return [...attributes.values()].flatMap((attribute) => {
    const way = [...before, attribute];
    const inside = waysTo(simple, attribute.subAttributes, way);
    return (attribute.type === "complex") === simple ? inside : [way, ...inside];
  });
}

/** The attributes of a user and of its extensions, but for what is made when a resource is read. */
const made = ["schemas", "meta", "groups"];

function filterable(): Attributes {
  const own = [...userType.attributes].filter(([name]) => !made.includes(name));
  return new Map([
    ...own,
    ...userType.extensions.map(({ attribute }) => [attribute.name, attribute] as const),
  ]);
}

/** How many of a filter's kinds of terms nest, and what it compares with. */
type FilterOptions = {
  readonly text: fc.Arbitrary<string>;
  readonly isAllowed?: (filter: Filter) => boolean;
};

/** A filter on users, in the form that the parser gives. */
export function filterOf({ text, isAllowed = () => true }: FilterOptions): fc.Arbitrary<Filter> {
  const comparison = (ways: readonly AttributePath[]): fc.Arbitrary<Filter> =>
    fc.constantFrom(...ways).chain((path) => comparisonAt(path, text));
  const simple = waysTo(true);
  const present = fc
    .constantFrom(...simple, ...waysTo(false))
    .map((path): Filter => ({ kind: "present", path }));
  const lists = [...filterable().values()].filter(({ multiValued }) => multiValued);
  const element = fc.constantFrom(...lists).chain((attribute): fc.Arbitrary<Filter> => {
    const parts = [...attribute.subAttributes.values()].map((sub): AttributePath => [sub]);
    const inner = fc.oneof(
      comparison(parts),
      fc.constantFrom(...parts).map((path): Filter => ({ kind: "present", path })),
    );
    return joined(inner, 2).map((filter) => ({ kind: "element", path: [attribute], filter }));
  });
  const leaf = fc.oneof({ weight: 4, arbitrary: comparison(simple) }, present, element).filter(isAllowed);
  return joined(leaf, 3);
}

function joined(leaf: fc.Arbitrary<Filter>, depth: number): fc.Arbitrary<Filter> {
  if (depth === 0) return leaf;
  const part = joined(leaf, depth - 1);
  const terms = fc.array(part, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    fc.record({ kind: fc.constantFrom("and", "or"), terms }),
    part.map((term): Filter => ({ kind: "not", term })),
  );
}

function comparisonAt(path: AttributePath, text: fc.Arbitrary<string>): fc.Arbitrary<Filter> {
  const boolean = path.at(-1)?.type === "boolean";
  const value = boolean ? fc.boolean() : text;
  const usual = fc.record({
    kind: fc.constant("compare" as const),
    path: fc.constant(path),
    operator: boolean ? fc.constantFrom("eq" as const, "ne" as const) : fc.constantFrom(...operators),
    value,
  });
  const unassigned = fc
    .constantFrom("eq" as const, "ne" as const)
    .map((operator): Filter => ({ kind: "compare", path, operator, value: null }));
  return fc.oneof({ weight: 6, arbitrary: usual }, unassigned);
}
