/**
 * The text of a filter, by the grammar of RFC 7644 §3.4.2.2. Parsing what was printed gives the same filter.
 */

import type { AttributePath } from "../path.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import type { Filter } from "./filter.ts";

/** @param type the type that the filter was parsed for; its terms about memberships not looked up yet */
export function printFilter(type: ResourceType<unknown>, filter: Filter): string {
  const print = (term: Filter) => printFilter(type, term);
  const inBrackets = (term: Filter) =>
    term.kind === "and" || term.kind === "or" ? `(${print(term)})` : print(term);
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.terms.map(inBrackets).join(` ${filter.kind} `);
    case "not":
      return `not (${print(filter.term)})`;
    case "present":
      return `${nameOf(type, filter.path)} pr`;
    case "element":
      return `${nameOf(type, filter.path)}[${print(filter.filter)}]`;
    case "compare":
      return `${nameOf(type, filter.path)} ${filter.operator} ${JSON.stringify(filter.value)}`;
    case "among":
      throw new Error("a list of ids is no part of the grammar");
  }
}

function nameOf({ extensions }: ResourceType<unknown>, path: AttributePath): string {
  const [first, ...rest] = path.map(({ name }) => name);
  const extension = extensions.find(({ attribute }) => attribute === path[0]);
  if (!extension) return [first, ...rest].join(".");
  return rest.length === 0 ? extension.id : `${extension.id}:${rest.join(".")}`;
}
