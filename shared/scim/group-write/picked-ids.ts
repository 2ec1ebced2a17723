/**
 * Whom a filter in brackets picks among members or groups, of which nothing but their ids is kept.
 */
import { ScimError } from "../error.ts";
import { type Filter, leafOf } from "../filter/filter.ts";

/** Ids; or whoever there is. */
export type Picked = readonly string[] | "all";

/**
 * The ids that a filter such as `value eq "…" or value eq "…"` picks; `all` where it picks whoever there is.
 * @throws ScimError invalidFilter for a filter that names anything but ids and the type
 */
export function pickedIds(filter: Filter): Picked {
  const picked = idsIn(filter);
  if (picked) return picked;
  throw new ScimError("invalidFilter", 'only ids can be picked here, as in members[value eq "…"].');
}

/** The same; null where the filter names anything but ids and the type. */
export function idsIn(filter: Filter): Picked | null {
  if (filter.kind === "or") return joined(filter.terms, either);
  if (filter.kind === "and") return joined(filter.terms, both);
  if (filter.kind !== "compare" || filter.operator !== "eq" || typeof filter.value !== "string") return null;
  const { name, canonicalValues } = leafOf(filter.path);
  if (name === "value") return [filter.value];
  const word = filter.value.toLowerCase();
  if (name !== "type") return null;
  return canonicalValues?.some((type) => type.toLowerCase() === word) ? "all" : [];
}

function joined(terms: readonly Filter[], join: (parts: readonly Picked[]) => Picked): Picked | null {
  const parts = terms.map(idsIn);
  const known = parts.filter((part) => part !== null);
  return known.length < parts.length ? null : join(known);
}

function either(parts: readonly Picked[]): Picked {
  return parts.includes("all") ? "all" : parts.flat();
}

function both(parts: readonly Picked[]): Picked {
  return parts.reduce((left, right) => {
    if (left === "all" || right === "all") return left === "all" ? right : left;
    return left.filter((id) => right.includes(id));
  }, "all");
}
