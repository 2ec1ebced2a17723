/**
 * Whom a filter in brackets picks among members or groups, of which nothing but their ids is kept.
 */
import { ScimError } from "./error.ts";
import { type Filter, leafOf } from "./filter.ts";

/**
 * The ids that a filter such as `value eq "…" or value eq "…"` picks; `all` where it picks whoever there is.
 * @throws ScimError invalidFilter for a filter that names anything but ids and the type
 */
export function pickedIds(filter: Filter): readonly string[] | "all" {
  if (filter.kind === "or") return either(filter.terms.map(pickedIds));
  if (filter.kind === "and") return both(filter.terms.map(pickedIds));
  if (filter.kind === "compare" && filter.operator === "eq" && typeof filter.value === "string") {
    const { name, canonicalValues } = leafOf(filter.path);
    if (name === "value") return [filter.value];
    const word = filter.value.toLowerCase();
    if (name === "type") return canonicalValues?.some((type) => type.toLowerCase() === word) ? "all" : [];
  }
  throw new ScimError("invalidFilter", 'only ids can be picked here, as in members[value eq "…"].');
}

function either(parts: readonly (readonly string[] | "all")[]): readonly string[] | "all" {
  return parts.includes("all") ? "all" : parts.flat();
}

function both(parts: readonly (readonly string[] | "all")[]): readonly string[] | "all" {
  return parts.reduce((left, right) => {
    if (left === "all" || right === "all") return left === "all" ? right : left;
    return left.filter((id) => right.includes(id));
  }, "all");
}
