/**
 * How an attribute is declared: a zod schema that carries its SCIM characteristics (RFC 7643 §2.2).
 * The declaration is the only list of attributes there is; `/Schemas`, filters, PATCH, the decoder and the stored
 * form all read it.
 */
import { z } from "zod";
import { isBinary, isDateTime } from "../value/lexical.ts";

/** The types of RFC 7643 §2.3 that an attribute without parts can have. */
export const simpleTypes = [
  "string",
  "boolean",
  "decimal",
  "integer",
  "dateTime",
  "reference",
  "binary",
] as const;
type SimpleType = (typeof simpleTypes)[number];

export const mutabilities = ["readOnly", "readWrite", "immutable", "writeOnly"] as const;
export const returneds = ["always", "never", "default", "request"] as const;
export const uniquenesses = ["none", "server", "global"] as const;

/** The characteristics of RFC 7643 §2.2 that a declaration states; the rest follows from the zod schema. */
type Characteristics = {
  readonly type: SimpleType | "complex";
  readonly description: string;
  readonly caseExact: boolean;
  readonly mutability: (typeof mutabilities)[number];
  readonly returned: (typeof returneds)[number];
  readonly uniqueness: (typeof uniquenesses)[number];
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
};

/** An attribute as the rest of the kernel sees it. `subAttributes` is keyed by folded name, empty unless complex. */
export type Attribute = Characteristics & {
  readonly name: string;
  /** What an extension goes by; its name is where it stands in the stored form, which no client knows. */
  readonly urn?: string;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly subAttributes: Attributes;
  /** Whether an answer has all of it, where the client names nothing (RFC 7643 §7, `returned`). */
  readonly isUsual: boolean;
};

/** Attributes by their name in lower case: names are case-insensitive (RFC 7643 §2.1). */
export type Attributes = ReadonlyMap<string, Attribute>;

/** What a declaration may say beside the type and the description. */
export type Options = Partial<Omit<Characteristics, "type" | "description">>;

const registry = z.registry<Characteristics>();
const usual = { caseExact: false, mutability: "readWrite", returned: "default", uniqueness: "none" } as const;

/** The longest text that an attribute may hold, in UTF-16 code units. */
const textMaxLength = 10_000;
/** The most values that a multi-valued attribute of a user may have. */
const valuesMax = 1_000;

/**
 * A string attribute.
 * @param maxLength in UTF-16 code units
 */
export function text(description: string, options: Options = {}, maxLength = textMaxLength) {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .register(registry, { ...usual, ...options, type: "string", description });
}

/** A URI, or the id of another resource. */
export function reference(description: string, referenceTypes: readonly string[], options: Options = {}) {
  const more = {
    ...usual,
    caseExact: true,
    ...options,
    type: "reference",
    description,
    referenceTypes,
  } as const;
  return z.string().min(1).max(textMaxLength).register(registry, more);
}

/** A boolean attribute. */
export function boolean(description: string, options: Options = {}) {
  return z.boolean().register(registry, { ...usual, ...options, type: "boolean", description });
}

/** A number (RFC 7643 §2.3.3). */
export function decimal(description: string, options: Options = {}) {
  return z.number().register(registry, { ...usual, ...options, type: "decimal", description });
}

/** A whole number, as far as JSON's numbers are exact (RFC 7643 §2.3.4). */
export function integer(description: string, options: Options = {}) {
  return z.int().register(registry, { ...usual, ...options, type: "integer", description });
}

/** A point in time, kept as it was sent (RFC 7643 §2.3.5). */
export function dateTime(description: string, options: Options = {}) {
  return z
    .string()
    .max(textMaxLength)
    .refine(isDateTime, "the value must be a day with a time, such as 2026-01-31T12:00:00Z")
    .register(registry, { ...usual, ...options, type: "dateTime", description });
}

/** Bytes, as base64 or base64url text (RFC 7643 §2.3.6). */
export function binary(description: string, options: Options = {}) {
  return z
    .string()
    .min(1)
    .max(textMaxLength)
    .refine(isBinary, "the value must be base64 without blanks or line ends")
    .register(registry, { ...usual, caseExact: true, ...options, type: "binary", description });
}

/** A complex attribute with one value. */
export function complex<Shape extends z.ZodRawShape>(
  description: string,
  shape: Shape,
  options: Options = {},
) {
  return z.strictObject(shape).register(registry, { ...usual, ...options, type: "complex", description });
}

/** A multi-valued complex attribute. */
export function many<Shape extends z.ZodRawShape>(description: string, shape: Shape, options: Options = {}) {
  return list(complex(description, shape, options));
}

/** A multi-valued attribute of plain strings. */
export function texts(description: string, options: Options = {}) {
  return list(text(description, options));
}

/** The multi-valued attribute of what one value of it is declared as. */
export function list<One extends z.ZodType>(one: One) {
  return z.array(one).max(valuesMax);
}

/**
 * Reads the attributes out of a declaration.
 * @param declaration a zod object whose members were made by the functions above
 */
export function readAttributes(declaration: z.ZodObject): Attributes {
  return new Map(
    Object.entries(declaration.shape).map(([name, schema]) => [
      name.toLowerCase(),
      readAttribute(name, schema),
    ]),
  );
}

function readAttribute(name: string, schema: z.core.$ZodType): Attribute {
  const optional = schema instanceof z.ZodOptional;
  const whole = optional ? schema.unwrap() : schema;
  const multiValued = whole instanceof z.ZodArray;
  const one = multiValued ? whole.element : whole;
  const characteristics = registry.get(one);
  if (!characteristics) throw new Error(`the attribute ${name} is declared without characteristics`);
  const subAttributes = one instanceof z.ZodObject ? readAttributes(one) : new Map<string, Attribute>();
  // What is writeOnly is never returned (RFC 7643 §7).
  const returned = characteristics.mutability === "writeOnly" ? "never" : characteristics.returned;
  const attribute = {
    ...characteristics,
    returned,
    name,
    multiValued,
    required: !optional,
    subAttributes,
  };
  return { ...attribute, isUsual: isUsual(attribute) };
}

/** What an attribute is called in a text for clients. */
export function titleOf({ urn, name }: Pick<Attribute, "urn" | "name">): string {
  return urn ?? name;
}

/** Whether an attribute is in an answer where the client names nothing, and so are all its parts. */
export function isUsual(attribute: Omit<Attribute, "isUsual">): boolean {
  const { returned, subAttributes } = attribute;
  const isShown = returned === "default" || returned === "always";
  return isShown && [...subAttributes.values()].every((part) => part.isUsual);
}
