/**
 * The attribute mappings: data that say which attribute of a person goes to which attribute of a SCIM user.
 *
 * Always true: only what the mappings name is ever sent, compared or checked.
 */
import { z } from "zod";
import defaults from "./attribute-mappings.json" with { type: "json" };
import { compileExpression, type Expression } from "./expression.ts";
import { parsePath, type TargetPath } from "./target-path.ts";

export const mappingsSchema = z.array(
  z.object({
    /** An expression over the person's attributes, see expression.ts. */
    source: z.string(),
    target: z.string(),
    type: z.enum(["string", "boolean", "reference"]).default("string"),
    /** The place in the order in which a person is looked up in the target; without it, it is no matching attribute. */
    matching: z.number().int().optional(),
  }),
);
export type Mapping = z.infer<typeof mappingsSchema>[number];
export type CompiledMapping = Mapping & { evaluate: Expression; path: TargetPath };

export const defaultMappings: Mapping[] = mappingsSchema.parse(defaults);

/** Reads another mapping table from JSON text; throws what is wrong with it. */
export function parseMappings(text: string): Mapping[] {
  const mappings = mappingsSchema.parse(JSON.parse(text));
  compileMappings(mappings);
  if (matchingOf(mappings).length === 0) throw new SyntaxError('No mapping has a "matching" order');
  return mappings;
}

export function compileMappings(mappings: Mapping[]): CompiledMapping[] {
  return mappings.map((mapping) => ({
    ...mapping,
    evaluate: compileExpression(mapping.source),
    path: parsePath(mapping.target),
  }));
}

/** The matching attributes in their order: the first that finds somebody decides. */
export function matchingOf<M extends Mapping>(mappings: M[]): M[] {
  return mappings
    .filter((mapping) => mapping.matching !== undefined)
    .sort((a, b) => (a.matching ?? 0) - (b.matching ?? 0));
}
