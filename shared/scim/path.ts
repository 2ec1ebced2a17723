/**
 * Attribute paths (RFC 7644 §3.5.2 and §3.10): `name.givenName`, `emails[type eq "work"].value`,
 * `urn:…:User:manager`. A parsed path names declared attributes only; its steps lead from the resource inwards.
 */

import { ScimError } from "./error.ts";
import type { Filter } from "./filter/filter.ts";
import { parseValueFilter } from "./filter/parse.ts";
import { type Attribute, type Attributes, titleOf } from "./schema/attribute.ts";
import type { ResourceType } from "./schema/resource-type.ts";

/** One attribute on the way, with the filter that picks among its values where one was given. */
export type Step = { readonly attribute: Attribute; readonly filter?: Filter };
export type Path = readonly Step[];

/** The way to an attribute, without value filters. */
export type AttributePath = readonly Attribute[];

/**
 * Parses a PATCH path.
 * @returns the steps; null where it names an attribute that is not declared
 * @throws ScimError invalidPath where it is no path at all
 */
export function parsePath(type: ResourceType<unknown>, text: string): Path | null {
  const open = text.indexOf("[");
  if (open < 0) return findAttribute(type, text)?.map((attribute) => ({ attribute })) ?? null;
  const close = text.lastIndexOf("]");
  if (close < open) throw malformed(text);
  const way = findAttribute(type, text.slice(0, open));
  const attribute = way?.at(-1);
  if (!way || !attribute) return null;
  if (!attribute.multiValued) {
    throw new ScimError(
      "invalidPath",
      `${titleOf(attribute)} has one value, so no filter in brackets can pick among them.`,
    );
  }
  const filter = parseValueFilter(attribute, text.slice(open + 1, close));
  const steps: Step[] = [...way.slice(0, -1).map((before) => ({ attribute: before })), { attribute, filter }];
  const rest = text.slice(close + 1);
  if (rest === "") return steps;
  if (!rest.startsWith(".")) throw malformed(text);
  const sub = attribute.subAttributes.get(rest.slice(1).toLowerCase());
  return sub ? [...steps, { attribute: sub }] : null;
}

/**
 * Finds an attribute by any of its legal names: in any case, with or without the URN of its schema; an attribute
 * of an extension also bare, as Entra names the manager.
 * @returns the way to it; null where nothing of that name is declared
 */
export function findAttribute(type: ResourceType<unknown>, name: string): AttributePath | null {
  const folded = name.toLowerCase();
  for (const extension of type.extensions) {
    const urn = extension.id.toLowerCase();
    if (folded === urn) return [extension.attribute];
    // The URN of one extension may begin with that of another, so a miss here is not the end.
    // RFC 7644 §3.10 has a colon there; Microsoft's own tests have a dot.
    const isWithin = folded.startsWith(`${urn}:`) || folded.startsWith(`${urn}.`);
    const inside = isWithin ? descend(extension.attributes, folded.slice(urn.length + 1)) : null;
    if (inside) return [extension.attribute, ...inside];
  }
  const core = `${type.schema.id.toLowerCase()}:`;
  const own = descend(type.attributes, folded.startsWith(core) ? folded.slice(core.length) : folded);
  if (own || folded.includes(":")) return own;
  for (const extension of type.extensions) {
    const inside = descend(extension.attributes, folded);
    if (inside) return [extension.attribute, ...inside];
  }
  return null;
}

/** Follows dotted names, at most as deep as attributes go. */
export function descend(attributes: Attributes, dotted: string): AttributePath | null {
  const way: Attribute[] = [];
  let within = attributes;
  for (const name of dotted.split(".", 4)) {
    const attribute = within.get(name);
    if (!attribute) return null;
    way.push(attribute);
    within = attribute.subAttributes;
  }
  return way;
}

function malformed(text: string): ScimError {
  return new ScimError(
    "invalidPath",
    `The path, ${text.length} characters long, cannot be read; write it as name.givenName or emails[type eq "work"].value.`,
  );
}
