/**
 * The attribute mappings: data that say which attribute of a person or a group goes to which attribute of a SCIM
 * user or group.
 *
 * Always true: only what the mappings name is ever sent, compared or checked; memberships follow the mapping of groups.
 */
import { z } from "zod";
import defaults from "../attribute-mappings.json" with { type: "json" };
import { compileExpression, type Expression } from "./expression.ts";
import { parsePath, type TargetPath } from "./target-path.ts";

const mappingSchema = z.object({
  /** An expression over the object's attributes, see expression.ts. */
  source: z.string(),
  target: z.string(),
  type: z.enum(["string", "boolean", "reference"]).default("string"),
  /** The place in the order in which an object is looked up in the target; without it, it is no matching attribute. */
  matching: z.number().int().optional(),
});
export type Mapping = z.infer<typeof mappingSchema>;
export type CompiledMapping = Mapping & { evaluate: Expression; path: TargetPath };

/** A list is the mapping of people alone. Without a mapping of groups, none are sent. */
export const mappingsSchema = z.union([
  z.object({ users: z.array(mappingSchema), groups: z.array(mappingSchema).nullable().default(null) }),
  z.array(mappingSchema).transform((users) => ({ users, groups: null })),
]);
export type Mappings = z.infer<typeof mappingsSchema>;

export const defaultMappings: Mappings = mappingsSchema.parse(defaults);

/** Reads other mappings from JSON text; throws what is wrong with them. */
export function parseMappings(text: string): Mappings {
  const mappings = mappingsSchema.parse(JSON.parse(text));
  for (const [kind, table] of Object.entries(mappings)) {
    if (table === null) continue;
    if (matchingOf(compileMappings(table)).length === 0)
      throw new SyntaxError(`No mapping of ${kind} has a "matching" order`);
  }
  return mappings;
}

export function compileMappings(mappings: Mapping[]): CompiledMapping[] {
  return mappings.map((mapping) => ({
    ...mapping,
    evaluate: compileExpression(mapping.source),
    path: parsePath(mapping.target),
  }));
}

/** The matching attributes in their order: the first that finds an object decides. */
export function matchingOf<M extends Mapping>(mappings: M[]): M[] {
  return mappings
    .filter((mapping) => mapping.matching !== undefined)
    .sort((a, b) => (a.matching ?? 0) - (b.matching ?? 0));
}
