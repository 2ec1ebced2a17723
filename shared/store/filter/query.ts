/**
 * A filter as a MongoDB query on members or groups. What they are found by goes to `keys`, which are indexed and
 * folded; the rest is a scan of the organization. A value from outside is a value or an escaped pattern, never an
 * operator.
 */
import { always, type Comparison, type Filter, leafOf, under } from "../../scim/filter/filter.ts";
import type { AttributePath } from "../../scim/path.ts";
import type { ResourceType } from "../../scim/schema/resource-type.ts";
import { fold } from "../../scim/value/fold.ts";
import {
  atLeast,
  type Compiled,
  every,
  everything,
  exactly,
  isEverything,
  isNothing,
  negated,
  nothing,
  some,
  undecided,
} from "./clause.ts";
import { compareMade, isCommon } from "./made.ts";
import { assigned, compareField, type Field, type Test } from "./value.ts";

export { type Clause, inOrganization } from "./clause.ts";

/** The attributes with an indexed key, by their path; `exact` where case counts, else the key is folded. */
export type Keyed = Readonly<Record<string, { readonly field: string; readonly exact?: true }>>;

export const memberKeyed: Keyed = {
  id: { field: "_id", exact: true },
  userName: { field: "keys.userName" },
  externalId: { field: "keys.externalId", exact: true },
  displayName: { field: "keys.displayName" },
  "emails.value": { field: "keys.emails" },
  "enterprise.manager.value": { field: "keys.manager", exact: true },
};

export const groupKeyed: Keyed = {
  id: { field: "_id", exact: true },
  displayName: { field: "keys.names" },
  externalId: { field: "keys.externalId", exact: true },
};

/** Where the attributes of a filter are: in documents, or in the elements of one of their arrays. */
type Ground = {
  readonly fieldOf: (path: AttributePath) => string;
  readonly keyed: Keyed;
  /** Whether there is always a value. */
  readonly isCommon: (path: AttributePath) => boolean;
  /** What is made when a resource is read; null for what is stored. */
  readonly made: (path: AttributePath, test: Test) => Compiled | null;
};

/**
 * Compiles a filter on resources of a type.
 * @param filter parsed for that type, its terms about memberships looked up
 * @returns a query that finds all that the filter means. Unless it is `exact`, it finds more, and `matches` has to
 *   decide each document that it finds.
 */
export function compileFilter(type: ResourceType<unknown>, filter: Filter, keyed: Keyed): Compiled {
  return compile(filter, {
    fieldOf: (path) => `attributes.${nameOf(path)}`,
    keyed,
    isCommon,
    made: (path, test) => compareMade(type, path, test),
  });
}

function compile(filter: Filter, ground: Ground): Compiled {
  switch (filter.kind) {
    case "and":
      return every(filter.terms.map((term) => compile(term, ground)));
    case "or":
      return some(filter.terms.map((term) => compile(term, ground)));
    case "not":
      return negated(compile(filter.term, ground));
    case "among":
      return filter.ids.size > 0 ? exactly("_id", { $in: [...filter.ids] }) : nothing;
    case "present":
      return present(filter.path, ground);
    case "element":
      return element(filter.path, filter.filter, ground);
    case "compare":
      return comparison(filter, ground);
  }
}

function present(path: AttributePath, ground: Ground): Compiled {
  return ground.isCommon(path) ? everything : assigned(ground.fieldOf(storedPath(path)));
}

/** A `$ref` is never stored: it is made of the id beside it. */
function storedPath(path: AttributePath): AttributePath {
  const value = path.at(-2)?.subAttributes.get("value");
  return leafOf(path).name === "$ref" && value ? [...path.slice(0, -1), value] : path;
}

function comparison({ path, operator, value }: Comparison, ground: Ground): Compiled {
  if (operator === "ne") return negated(comparison({ kind: "compare", path, operator: "eq", value }, ground));
  if (value === null) return operator === "eq" ? negated(present(path, ground)) : nothing;
  const made = ground.made(path, { operator, value });
  if (made) return made;
  const leaf = leafOf(path);
  if (leaf.name === "$ref") return atLeast(present(path, ground));
  const key = ground.keyed[nameOf(path)];
  if (!key) {
    const field: Field = { name: ground.fieldOf(path), texts: leaf.caseExact ? "exact" : "sent" };
    return compareField(field, leaf, { operator, value });
  }
  const field: Field = { name: key.field, texts: key.exact ? "exact" : "folded" };
  const compared = typeof value === "string" && !key.exact ? fold(value) : value;
  return compareField(field, leaf, { operator, value: compared });
}

/** A value path binds its parts to one element; what an index finds of it is asked for beside that. */
function element(path: AttributePath, filter: Filter, ground: Ground): Compiled {
  if (ground.isCommon(path)) return undecided;
  const field = ground.fieldOf(path);
  if (leafOf(path).type !== "complex") return atLeast(assigned(field));
  const bound = compile(filter, inElement);
  if (isNothing(bound)) return nothing;
  const condition = isEverything(bound.query) ? { $exists: true } : { $elemMatch: bound.query };
  const indexed = compile(indexedPart(under(path, filter), ground.keyed), ground);
  return { query: every([indexed, exactly(field, condition)]).query, exact: bound.exact };
}

const inElement: Ground = { fieldOf: nameOf, keyed: {}, isCommon: () => false, made: () => null };

/** What of a filter an index can answer, and holds whenever the filter does, whichever element it is about. */
function indexedPart(filter: Filter, keyed: Keyed): Filter {
  if (filter.kind === "and" || filter.kind === "or")
    return { kind: filter.kind, terms: filter.terms.map((term) => indexedPart(term, keyed)) };
  const isIndexed =
    filter.kind === "compare" &&
    filter.operator !== "ne" &&
    filter.value !== null &&
    nameOf(filter.path) in keyed;
  return isIndexed ? filter : always;
}

function nameOf(path: AttributePath): string {
  return path.map(({ name }) => name).join(".");
}
