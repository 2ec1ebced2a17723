/**
 * What can be named in a filter, by any of its legal names: attributes of a resource or, within brackets, the parts of
 * one element.
 */

import { type AttributePath, descend, findAttribute } from "../path.ts";
import type { Attribute } from "../schema/attribute.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { leafOf } from "./filter.ts";

/** Finds the attribute of a name. */
type Find = (name: string) => AttributePath | null;

/** What can be named, and what resources of other types have that are searched too. */
export type Scope = { readonly own: Find; readonly elsewhere?: Find };

/** The attributes of a type, and those of others. */
export function ofTypes(type: ResourceType<unknown>, others: readonly ResourceType<unknown>[]): Scope {
  return {
    own: (name) => findAttribute(type, name),
    elsewhere: (name) => {
      for (const other of others) {
        const path = findAttribute(other, name);
        if (path) return path;
      }
      return null;
    },
  };
}

/** The parts of one element of an attribute. */
export function ofElement(attribute: Attribute): Scope {
  return { own: partsOf(attribute) };
}

/** Within brackets a part goes by its own name, or by the whole one, which leads through the attribute before them. */
export function within(path: AttributePath, { own }: Scope): Scope {
  const part = partsOf(leafOf(path));
  return {
    own: (name) => {
      const bare = part(name);
      if (bare) return bare;
      const whole = own(name);
      return whole && whole.length > path.length && path.every((step, index) => step === whole[index])
        ? whole.slice(path.length)
        : null;
    },
  };
}

/** The values of a simple attribute go by the name `value` (RFC 7643 §2.4). */
function partsOf(attribute: Attribute): Find {
  const value: Attribute = { ...attribute, name: "value", multiValued: false };
  const parts = attribute.type === "complex" ? attribute.subAttributes : new Map([[value.name, value]]);
  return (name) => descend(parts, name.toLowerCase());
}
