/**
 * How an attribute is declared: a zod schema that carries its SCIM characteristics (RFC 7643 §2.2).
 * The declaration is the only list of attributes there is; `/Schemas`, filters, PATCH, the decoder and the stored
 * form all read it.
 */
import { z } from "zod";

type AttributeType = "string" | "boolean" | "decimal" | "integer" | "dateTime" | "reference" | "complex";

/** The characteristics of RFC 7643 §2.2 that a declaration states; the rest follows from the zod schema. */
type Characteristics = {
  readonly type: AttributeType;
  readonly description: string;
  readonly caseExact: boolean;
  readonly mutability: "readOnly" | "readWrite" | "immutable" | "writeOnly";
  readonly returned: "always" | "never" | "default" | "request";
  readonly uniqueness: "none" | "server" | "global";
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
};

/** An attribute as the rest of the kernel sees it. `subAttributes` is keyed by folded name, empty unless complex. */
export type Attribute = Characteristics & {
  readonly name: string;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly subAttributes: Attributes;
};

/** Attributes by their name in lower case: names are case-insensitive (RFC 7643 §2.1). */
export type Attributes = ReadonlyMap<string, Attribute>;

type Options = Partial<Omit<Characteristics, "type" | "description">>;

const registry = z.registry<Characteristics>();
const usual = { caseExact: false, mutability: "readWrite", returned: "default", uniqueness: "none" } as const;

/** The longest text that an attribute may hold, in UTF-16 code units. */
const textMaxLength = 10_000;
/** The most values that a multi-valued attribute of a user may have. */
const valuesMax = 1_000;

/** A string attribute. */
export function text(description: string, options: Options = {}) {
  return z
    .string()
    .min(1)
    .max(textMaxLength)
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

/** A point in time; only the server's own metadata has them. */
export function dateTime(description: string, options: Options = {}) {
  return z.string().register(registry, { ...usual, ...options, type: "dateTime", description });
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
  return z.array(complex(description, shape, options)).max(valuesMax);
}

/** A multi-valued attribute of plain strings. */
export function texts(description: string, options: Options = {}) {
  return z.array(text(description, options)).max(valuesMax);
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
  return { ...characteristics, name, multiValued, required: !optional, subAttributes };
}
