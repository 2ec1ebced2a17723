/**
 * Terms about what is made when a resource is read, and so is in no field as it is shown: `schemas`, `meta` (RFC 7643
 * §3.1) and `$ref`.
 */
import { type Comparison, type Filter, matches } from "../../scim/filter/filter.ts";
import type { AttributePath } from "../../scim/path.ts";
import type { ResourceType } from "../../scim/schema/resource-type.ts";
import { type Compiled, everything, nothing, some, undecided } from "./clause.ts";
import { assigned, compareDate, type Test } from "./value.ts";

/** The attributes that every resource has. */
const common = ["id", "schemas", "meta"];

const dates: Readonly<Record<string, string>> = { created: "createdAt", lastModified: "modifiedAt" };

/** Whether every resource has a value there. */
export function isCommon([first]: AttributePath): boolean {
  return common.includes(first?.name ?? "");
}

/** A comparison of `schemas` or of a part of `meta`; null where it is of something else. */
export function compareMade(type: ResourceType<unknown>, path: AttributePath, test: Test): Compiled | null {
  const [first, part] = path;
  const term: Comparison = { kind: "compare", path, ...test };
  if (first?.name === "schemas") return compareSchemas(type, term);
  if (first?.name !== "meta" || !part) return null;
  if (part.name === "resourceType")
    return matches(term, { meta: { resourceType: type.name } }) ? everything : nothing;
  const date = dates[part.name];
  return date ? compareDate(date, test) : undecided;
}

/** A resource has the schema of its type, and that of each extension of which it has attributes. */
function compareSchemas({ schema, extensions }: ResourceType<unknown>, term: Filter): Compiled {
  const isMeant = ({ id }: { readonly id: string }) => matches(term, { schemas: [id] });
  if (isMeant(schema)) return everything;
  return some(extensions.filter(isMeant).map(({ attribute }) => assigned(`attributes.${attribute.name}`)));
}
