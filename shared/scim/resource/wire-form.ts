/**
 * Which attribute a key of an answer stands for. Keys are the attributes' own names, in their own case; an extension
 * stands under its URN.
 */
import type { Attribute, Attributes } from "../schema/attribute.ts";
import type { ResourceType } from "../schema/resource-type.ts";

/** Finds the attribute of a key. */
export type Find = (key: string) => Attribute | undefined;

/** Finds among all that a resource holds. */
export function topOf({ attributes, extensions }: ResourceType<unknown>): Find {
  return (key) => inCanonicalCase(attributes, key) ?? extensions.find(({ id }) => id === key)?.attribute;
}

/** Finds among the parts of a complex attribute. */
export function partsOf({ subAttributes }: Attribute): Find {
  return (key) => inCanonicalCase(subAttributes, key);
}

function inCanonicalCase(attributes: Attributes, key: string): Attribute | undefined {
  const attribute = attributes.get(key.toLowerCase());
  return attribute?.name === key ? attribute : undefined;
}
