/**
 * A schema that an organization declares for itself: an extension of users or of groups (RFC 7643 §3.3, §7).
 * Nothing is taken that would not be enforced. The decoded form is plain JSON with every default in it, which is what
 * is stored.
 */
import { z } from "zod";
import { ScimError } from "../error.ts";
import { requireSchema } from "../resource/resource.ts";
import { mutabilities, returneds, simpleTypes } from "./attribute.ts";
import { describeIssue } from "./custom-schema-issue.ts";
import { groupType } from "./group.ts";
import { userType } from "./user.ts";

/** How much an organization may declare; sizes in UTF-16 code units of the JSON form. */
const limits = { schemas: 10, attributes: 100, subAttributes: 50, values: 100, size: 65_536 };

/** What every object has in JavaScript cannot be told from what was sent. */
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype).map((name) => name.toLowerCase()));

/** RFC 7643 §2.1, but for `$ref`, which the server makes. */
const name = z
  .string()
  .max(100)
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "must begin with a letter; letters, digits, - and _ may follow")
  .refine((one) => !inherited.has(one.toLowerCase()), "cannot be used as a name; choose another one");

const characteristics = {
  name,
  description: z.string().min(1).max(1_000).optional(),
  multiValued: z.boolean().default(false),
  required: z.boolean().default(false),
  caseExact: z.boolean().default(false),
  mutability: z
    .enum(mutabilities)
    .exclude(["readOnly"], "must be readWrite, immutable or writeOnly; nobody could write what is readOnly")
    .default("readWrite"),
  returned: z.enum(returneds).default("default"),
  uniqueness: z
    .literal("none", "must be none: no two values of a custom attribute are kept apart")
    .default("none"),
};

/** What cannot be written and read must not be announced as something that can be read. */
const isTold = ({ mutability, returned }: { mutability: string; returned: string }) =>
  mutability !== "writeOnly" || returned === "never" || returned === "default";
const untold = { path: ["returned"], error: "must be never, or left out, for what is writeOnly" };

const simple = z
  .strictObject({
    ...characteristics,
    type: z.enum(simpleTypes, `must be one of ${simpleTypes.join(", ")}`),
    canonicalValues: z.array(z.string().min(1).max(200)).min(1).max(limits.values).optional(),
    referenceTypes: z
      .array(z.enum(["User", "Group", "external", "uri"]))
      .min(1)
      .max(limits.values)
      .optional(),
  })
  .refine(isTold, untold)
  .refine(({ type, canonicalValues }) => type === "string" || !canonicalValues, {
    path: ["canonicalValues"],
    error: "are for the type string only",
  })
  .refine(({ type, referenceTypes }) => type === "reference" || !referenceTypes, {
    path: ["referenceTypes"],
    error: "are for the type reference only",
  });

const complex = z
  .strictObject({
    ...characteristics,
    type: z.literal("complex"),
    subAttributes: z.array(simple).min(1).max(limits.subAttributes).superRefine(requireDistinctNames),
  })
  .refine(isTold, untold);

const attribute = z.discriminatedUnion("type", [simple, complex], {
  error: `must be complex, or one of ${simpleTypes.join(", ")}`,
});

/** Names are compared whatever their case (RFC 7643 §2.1). */
function requireDistinctNames(
  attributes: readonly { readonly name: string }[],
  context: z.RefinementCtx,
): void {
  const before = new Set<string>();
  for (const [index, one] of attributes.entries()) {
    if (before.has(one.name.toLowerCase()))
      context.addIssue({
        code: "custom",
        path: [index, "name"],
        message: "is there twice, in whatever case",
      });
    before.add(one.name.toLowerCase());
  }
}

const ours = [userType, groupType].flatMap(({ schema, extensions }) => [schema, ...extensions]);
/** The RFC's own names: what begins so means the same on every server. */
const taken = ["urn:ietf:params:scim:schemas:core:", "urn:ietf:params:scim:api:"];

const customSchema = z.strictObject({
  // No comma, bracket or quote: the URN stands in lists, paths and filters.
  id: z
    .string()
    .max(200)
    .regex(
      /^urn:[a-z0-9][a-z0-9-]{0,31}(:[a-z0-9._-]+)+$/i,
      "must be a URN of letters, digits and -._ between colons, such as urn:example:params:scim:badge:1.0:User",
    )
    .refine(
      (id) => !taken.some((prefix) => id.toLowerCase().startsWith(prefix)),
      "is the name of something else; choose a URN of your own",
    )
    .refine(
      (id) => !ours.some((one) => overlap(one.id, id)),
      "is too like the URN of a schema that is there",
    ),
  name,
  description: z.string().min(1).max(1_000).optional(),
  resourceType: z.enum(["User", "Group"]),
  attributes: z.array(attribute).min(1).max(limits.attributes).superRefine(requireDistinctNames),
});

/** A custom schema in its stored form. */
export type CustomSchema = z.infer<typeof customSchema>;
/** One of its attributes; a sub-attribute is never complex (RFC 7643 §2.3.8). */
export type CustomAttribute = CustomSchema["attributes"][number];

/**
 * Decodes a Schema resource that an organization declares (RFC 7643 §7), with `resourceType` beside it: User or Group.
 * @throws ScimError invalidSyntax where it is no Schema resource; invalidValue, which names the place, for what is
 *   wrong in it or would not be enforced
 */
export function decodeCustomSchema(body: unknown): CustomSchema {
  const sent = requireSchema(body, "urn:ietf:params:scim:schemas:core:2.0:Schema");
  const form = Object.entries(sent).filter(([key]) => !["schemas", "meta"].includes(key.toLowerCase()));
  const read = customSchema.safeParse(Object.fromEntries(form));
  if (!read.success) throw new ScimError("invalidValue", describeIssue(read.error));
  const size = JSON.stringify(read.data).length;
  if (size <= limits.size) return read.data;
  throw new ScimError(
    "invalidValue",
    `The schema is ${size} characters long, and at most ${limits.size} are kept. Shorten the descriptions, or declare two.`,
  );
}

/**
 * Requires that all custom schemas of an organization can stand side by side.
 * @throws ScimError uniqueness, which names the schema; tooMany
 */
export function requireDistinctSchemas(customSchemas: readonly CustomSchema[]): void {
  if (customSchemas.length > limits.schemas)
    throw new ScimError("tooMany", `An organization can have ${limits.schemas} schemas of its own.`);
  for (const [index, one] of customSchemas.entries()) {
    for (const other of customSchemas.slice(0, index)) {
      if (one.name.toLowerCase() === other.name.toLowerCase())
        throw new ScimError(
          "uniqueness",
          `There is a schema of the name ${other.name}; choose another name.`,
        );
      if (overlap(one.id, other.id))
        throw new ScimError(
          "uniqueness",
          `The id is too like ${other.id}, which is there; choose another URN.`,
        );
    }
  }
}

/** A URN that another one continues cannot be told from it in a path: `urn:a:b` and then `c`, or `urn:a:b:c`. */
function overlap(left: string, right: string): boolean {
  const [one, other] = [`${left.toLowerCase()}:`, `${right.toLowerCase()}:`];
  return one.startsWith(other) || other.startsWith(one);
}
