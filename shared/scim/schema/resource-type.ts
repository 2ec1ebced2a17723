/**
 * What a kind of resource is: its endpoint, its schema and the extensions of it (RFC 7643 §6).
 * In the stored form an extension is one more complex attribute under a short key, because MongoDB cannot query a
 * key with dots in it; on the wire its key is the URN.
 */
import { z } from "zod";
import type { Attribute, Attributes } from "./attribute.ts";
import { complex, dateTime, isUsual, readAttributes, reference, text, texts } from "./attribute.ts";

/** A schema as `/Schemas` shows it. */
export type Schema = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: Attributes;
};

/** An extension as it is declared; `key` is where it stands in the stored form. */
export type ExtensionDeclaration = {
  readonly key: string;
  readonly urn: string;
  readonly name: string;
  readonly description: string;
  readonly declaration: z.ZodObject;
};

/** An extension; `attribute` is the complex attribute that it is in the stored form. */
type Extension = Schema & { readonly attribute: Attribute };

export type ResourceType<Stored> = {
  readonly name: string;
  readonly endpoint: string;
  readonly description: string;
  readonly schema: Schema;
  readonly extensions: readonly Extension[];
  /** Every attribute that a path may begin with: the schema's, the common ones, the extensions. */
  readonly attributes: Attributes;
  /** Checks and types the stored form. */
  readonly stored: z.ZodType<Stored>;
};

/** The attributes that every resource has and that the server makes (RFC 7643 §3.1). */
const common = readAttributes(
  z.object({
    schemas: texts("The URNs of the schemas that the resource uses.", {
      caseExact: true,
      returned: "always",
      mutability: "readOnly",
    }),
    id: text("The resource's identifier, made by this server and never reused.", {
      caseExact: true,
      mutability: "readOnly",
      returned: "always",
      uniqueness: "server",
    }),
    meta: complex(
      "What the server knows about the resource.",
      {
        resourceType: text("The name of the resource's type.", { caseExact: true, mutability: "readOnly" }),
        created: dateTime("When the resource was made.", { mutability: "readOnly" }),
        lastModified: dateTime("When the resource was last changed.", { mutability: "readOnly" }),
        location: reference("Where the resource is read.", ["uri"], { mutability: "readOnly" }),
        version: text("The resource's version, as in the ETag header.", {
          caseExact: true,
          mutability: "readOnly",
        }),
      },
      { mutability: "readOnly" },
    ),
  }),
);

/**
 * Makes a resource type from its declarations.
 * @param declaration the type's own attributes, `externalId` among them, as a zod object
 * @param extensions by the short key of the stored form
 */
export function resourceType<Stored>(options: {
  name: string;
  endpoint: string;
  description: string;
  urn: string;
  declaration: z.ZodObject;
  extensions: readonly ExtensionDeclaration[];
  stored: z.ZodType<Stored>;
}): ResourceType<Stored> {
  const own = readAttributes(options.declaration);
  return {
    name: options.name,
    endpoint: options.endpoint,
    description: options.description,
    schema: { id: options.urn, name: options.name, description: options.description, attributes: own },
    extensions: options.extensions.map(readExtension),
    attributes: new Map([...common, ...own]),
    stored: options.stored,
  };
}

/**
 * Adds extensions to a resource type.
 * @returns the type itself where there are none to add
 */
export function withExtensions<Stored>(
  type: ResourceType<Stored>,
  added: readonly ExtensionDeclaration[],
): ResourceType<Stored> {
  if (added.length === 0) return type;
  const shape = Object.fromEntries(added.map(({ key, declaration }) => [key, declaration.optional()]));
  return {
    ...type,
    extensions: [...type.extensions, ...added.map(readExtension)],
    // Of two strict objects together, each takes the keys that the other does not know.
    stored: type.stored.and(z.strictObject(shape)).transform((attributes): Stored => attributes),
  };
}

function readExtension({ key, urn, name, description, declaration }: ExtensionDeclaration): Extension {
  const attributes = readAttributes(declaration);
  return {
    id: urn,
    name,
    description,
    attributes,
    attribute: asAttribute(key, urn, description, attributes),
  };
}

function asAttribute(name: string, urn: string, description: string, subAttributes: Attributes): Attribute {
  const attribute = {
    name,
    urn,
    description,
    subAttributes,
    type: "complex",
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: "readWrite",
    returned: "default",
    uniqueness: "none",
  } as const;
  return { ...attribute, isUsual: isUsual(attribute) };
}
