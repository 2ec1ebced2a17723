/**
 * The commands about the schemas that an organization declares for itself.
 */
import { readFile } from "node:fs/promises";
import { Refusal } from "../organization/refusal.ts";
import { declareSchema, listSchemas, removeSchema } from "../organization/settings/schemas.ts";
import { type Command, must, organization } from "./command.ts";
import { text } from "./options.ts";

export const schemaCommands: Readonly<Record<string, Command>> = {
  schemas: {
    about: "list the schemas that the organization declared for itself",
    options: organization,
    run: async (deps, options) => ({
      schemas: (await listSchemas(deps, text(options, "organization"))).map(
        ({ id, name, resourceType, attributes }) => ({
          id,
          name,
          resourceType,
          attributes: attributes.map((attribute) => attribute.name),
        }),
      ),
    }),
  },
  "declare-schema": {
    about: "declare attributes of the organization's own: a Schema resource with resourceType beside it",
    options: { ...organization, file: must("JSON-FILE") },
    run: async (deps, options) => {
      const body = await readJson(text(options, "file"));
      const { id } = await declareSchema(deps, text(options, "organization"), body);
      return { declared: id };
    },
  },
  "remove-schema": {
    about: "take a schema of the organization's own back, and with it all that was written of it",
    options: { ...organization, schema: must("URN") },
    run: async (deps, options) => {
      await removeSchema(deps, text(options, "organization"), text(options, "schema"));
      return { removed: text(options, "schema") };
    },
  },
};

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new Refusal(`${file} cannot be read: ${error instanceof Error ? error.message : "unknown"}`);
  }
}
