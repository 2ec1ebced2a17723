/**
 * What users and groups are in an organization: the usual, and the schemas that it declared for itself.
 */
import type { CustomSchema } from "../../shared/scim/schema/custom-schema.ts";
import { type ResourceTypes, withCustomSchemas } from "../../shared/scim/schema/resource-types.ts";
import type { Organization } from "../../shared/store/documents.ts";

/** How many sets of schemas are remembered before all are forgotten. */
const setsMax = 200;

export type TypesOf = (organization: Organization) => ResourceTypes;

/** Makes the reader. Types are made once for what was declared, however often the organization is read anew. */
export function openTypes(): TypesOf {
  const bySchemas = new WeakMap<readonly CustomSchema[], ResourceTypes>();
  const byContent = new Map<string, ResourceTypes>();
  return ({ schemas }) => {
    if (!schemas || schemas.length === 0) return withCustomSchemas([]);
    const known = bySchemas.get(schemas);
    if (known) return known;
    const content = JSON.stringify(schemas);
    const types = byContent.get(content) ?? withCustomSchemas(schemas);
    if (byContent.size >= setsMax) byContent.clear();
    byContent.set(content, types);
    bySchemas.set(schemas, types);
    return types;
  };
}
