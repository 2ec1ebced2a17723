/**
 * Arbitrary users, values and filters, for properties. They are made from the declarations, so no attribute is ever
 * left out of a property.
 */
import fc from "fast-check";
import { type Filter, leafOf, type Operator, operators } from "./filter/filter.ts";
import type { AttributePath } from "./path.ts";
import type { Attribute, Attributes } from "./schema/attribute.ts";
import { type UserAttributes, userType } from "./schema/user.ts";
import { isPrimary } from "./value/value.ts";

/** Texts as people have them: accents, other scripts, quotes, brackets and signs that mean something elsewhere. */
export const someText = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });

/** A stored value of an attribute. */
export function valuesOf(attribute: Attribute, text: fc.Arbitrary<string> = someText): fc.Arbitrary<unknown> {
  if (!attribute.multiValued) return oneOf(attribute, text);
  return fc.array(oneOf(attribute, text), { minLength: 1, maxLength: 4 }).map(withOnePrimary);
}

function oneOf(attribute: Attribute, text: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  if (attribute.type === "boolean") return fc.boolean();
  if (attribute.type === "binary") return text.map((bytes) => Buffer.from(bytes).toString("base64"));
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

/** The attributes of a user and of its extensions, but for those that are looked up among the memberships. */
function filterable(): Attributes {
  const own = [...userType.attributes].filter(([name]) => name !== "groups");
  return new Map([
    ...own,
    ...userType.extensions.map(({ attribute }) => [attribute.name, attribute] as const),
  ]);
}

/**
 * A filter on users, in the form that the parser gives.
 * @param text what it compares with
 */
export function filterOf(text: fc.Arbitrary<string>): fc.Arbitrary<Filter> {
  const comparison = (ways: readonly AttributePath[]): fc.Arbitrary<Filter> =>
    fc.constantFrom(...ways).chain((path) => comparisonAt(path, text));
  const simple = waysTo(true);
  const present = fc
    .constantFrom(...simple, ...waysTo(false))
    .map((path): Filter => ({ kind: "present", path }));
  const lists = [...filterable().values()].filter(({ multiValued }) => multiValued);
  const element = fc.constantFrom(...lists).chain((attribute): fc.Arbitrary<Filter> => {
    const parts = partsOf(attribute).map((part): AttributePath => [part]);
    const inner = fc.oneof(
      comparison(parts),
      fc.constantFrom(...parts).map((path): Filter => ({ kind: "present", path })),
    );
    return joined(inner, 2).map((filter) => ({ kind: "element", path: [attribute], filter }));
  });
  const leaf = fc.oneof({ weight: 4, arbitrary: comparison(simple) }, present, element);
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

/** The values of a simple attribute go by the name `value`. */
function partsOf(attribute: Attribute): readonly Attribute[] {
  if (attribute.type === "complex") return [...attribute.subAttributes.values()];
  return [{ ...attribute, name: "value", multiValued: false }];
}

function comparisonAt(path: AttributePath, text: fc.Arbitrary<string>): fc.Arbitrary<Filter> {
  const attribute = leafOf(path);
  const usual = fc.constantFrom(...operatorsOf(attribute)).chain((operator) =>
    fc.record({
      kind: fc.constant("compare" as const),
      path: fc.constant(path),
      operator: fc.constant(operator),
      value: comparedWith(path, operator, text),
    }),
  );
  const unassigned = fc
    .constantFrom("eq" as const, "ne" as const)
    .map((operator): Filter => ({ kind: "compare", path, operator, value: null }));
  return fc.oneof({ weight: 6, arbitrary: usual }, unassigned);
}

/** What an attribute can be compared by (RFC 7644 §3.4.2.2, table 3). */
function operatorsOf({ type }: Attribute): readonly Operator[] {
  if (type === "boolean") return ["eq", "ne"];
  return type === "binary" ? ["eq", "ne", "co", "sw", "ew"] : operators;
}

function comparedWith(path: AttributePath, operator: Operator, text: fc.Arbitrary<string>) {
  const { type, name } = leafOf(path);
  if (type === "boolean") return fc.boolean();
  if (type === "dateTime")
    return ["co", "sw", "ew"].includes(operator)
      ? fc.constantFrom("20", "T", "z", ":00")
      : fc
          .date({ noInvalidDate: true, min: new Date("2000-01-01"), max: new Date("2100-01-01") })
          .map((date) => date.toISOString());
  if (path[0]?.name === "schemas")
    return fc.constantFrom(...[userType.schema, ...userType.extensions].map(({ id }) => id), "urn:", "User");
  return path[0]?.name === "meta" && name === "resourceType" ? fc.constantFrom("User", "user", "U") : text;
}
