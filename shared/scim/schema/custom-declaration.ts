/**
 * Custom schemas as declarations, made with the same functions as the server's own; so whatever reads a declaration
 * treats them alike.
 */
import { z } from "zod";
import {
  binary,
  boolean,
  complex,
  dateTime,
  decimal,
  integer,
  list,
  type Options,
  reference,
  text,
} from "./attribute.ts";
import type { CustomAttribute, CustomSchema } from "./custom-schema.ts";
import type { ExtensionDeclaration } from "./resource-type.ts";

/** Declares a custom schema as an extension. Its key in the stored form begins with a word that no attribute has. */
export function declareExtension(schema: CustomSchema): ExtensionDeclaration {
  const { id: urn, name, description = name } = schema;
  const declaration = z.strictObject(shapeOf(schema.attributes));
  return { key: `extension_${name}`, urn, name, description, declaration };
}

function shapeOf(attributes: readonly CustomAttribute[]): z.ZodRawShape {
  return Object.fromEntries(attributes.map((attribute) => [attribute.name, declare(attribute)]));
}

function declare(attribute: CustomAttribute): z.ZodType {
  const one = declareOne(attribute);
  const whole = attribute.multiValued ? list(one) : one;
  return attribute.required ? whole : whole.optional();
}

function declareOne(attribute: CustomAttribute): z.ZodType {
  const { name, description = name, mutability, returned, caseExact } = attribute;
  const options: Options = { mutability, returned };
  switch (attribute.type) {
    case "complex":
      return complex(description, shapeOf(attribute.subAttributes), options);
    case "string": {
      const { canonicalValues } = attribute;
      return text(description, { ...options, caseExact, ...(canonicalValues && { canonicalValues }) });
    }
    case "reference":
      return reference(description, attribute.referenceTypes ?? ["uri"], options);
    case "boolean":
      return boolean(description, options);
    case "decimal":
      return decimal(description, options);
    case "integer":
      return integer(description, options);
    case "dateTime":
      return dateTime(description, options);
    case "binary":
      return binary(description, options);
  }
}
