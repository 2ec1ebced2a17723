/**
 * What a client asks of a list (RFC 7644 §3.4.2, RFC 9865 §2), in the query of a GET or in the body of a search. Both
 * say the same and are read by the same words. Parameters that are not known are ignored: Entra may send its own
 * flags along.
 */
import { z } from "zod";
import { ScimError } from "../../../shared/scim/error.ts";
import { type Projection, requireSchema } from "../../../shared/scim/resource/resource.ts";
import { folded, type JsonObject } from "../../../shared/scim/value/value.ts";
import type { ScimContext } from "../context.ts";

export type Asked = {
  readonly filter: string | undefined;
  readonly sort: { readonly by: string; readonly descending: boolean } | undefined;
  /** Which page: by the place of its first resource, from 1, or by a cursor, which is empty for the first page. */
  readonly start: { readonly index: number } | { readonly cursor: string };
  readonly count: number;
  readonly projection: Projection;
};

export type PageLimits = { readonly pageDefault: number; readonly pageMax: number };

/** The most attributes that a projection may name. */
const namesMax = 200;

const whole = z
  .union([
    z.int(),
    z.literal("").transform(() => undefined),
    z
      .string()
      .regex(/^-?\d{1,15}$/)
      .transform(Number),
  ])
  .nullish();
const names = z
  .union([z.string().transform((text) => text.split(",", namesMax + 1)), z.array(z.string())])
  .refine((list) => list.length <= namesMax)
  .transform((list) => list.map((name) => name.trim()).filter((name) => name !== ""))
  .nullish();
const text = z.string().nullish();

const parameters = z.object({
  filter: text,
  sortby: z.string().trim().nullish(),
  sortorder: z
    .union([
      z.literal(""),
      z
        .string()
        .toLowerCase()
        .pipe(z.enum(["ascending", "descending"])),
    ])
    .nullish(),
  startindex: whole,
  count: whole,
  cursor: text,
  attributes: names,
  excludedattributes: names,
});

/** What may be asked where a resource is returned that is known already. */
const ofOne = parameters.pick({ attributes: true, excludedattributes: true });

/** How each parameter is written, for whoever wrote it otherwise. */
const written: Readonly<Record<keyof z.infer<typeof parameters>, string>> = {
  filter: "filter must be a text.",
  sortby: "sortBy must name one attribute.",
  sortorder: "sortOrder must be ascending or descending.",
  startindex: "startIndex must be a whole number of at most fifteen digits.",
  count: "count must be a whole number of at most fifteen digits.",
  cursor: "cursor must be the nextCursor of the page before, or empty for the first page.",
  attributes: `attributes must name attributes, at most ${namesMax}.`,
  excludedattributes: `excludedAttributes must name attributes, at most ${namesMax}.`,
};

/**
 * Reads the query of a GET.
 * @throws ScimError invalidValue or invalidCount where a parameter is wrong
 */
export function readQuery(ctx: Pick<ScimContext, "query">, limits: PageLimits): Asked {
  return read(queryOf(ctx), limits);
}

/**
 * Reads the body of a search (RFC 7644 §3.4.3).
 * @throws ScimError invalidSyntax where it is no SearchRequest; invalidValue or invalidCount where a parameter is wrong
 */
export function readSearch(body: unknown, limits: PageLimits): Asked {
  return read(requireSchema(body, "urn:ietf:params:scim:api:messages:2.0:SearchRequest"), limits);
}

/**
 * Reads from the query which attributes the client wants to see of what it gets back (RFC 7644 §3.9); what else is
 * there means nothing for one resource.
 * @throws ScimError invalidValue where both lists are given
 */
export function readProjection(ctx: Pick<ScimContext, "query">): Projection {
  return projectionOf(parse(ofOne, queryOf(ctx)));
}

function read(sent: JsonObject, limits: PageLimits): Asked {
  const asked = parse(parameters, sent);
  const count = asked.count ?? limits.pageDefault;
  return {
    filter: asked.filter ?? undefined,
    sort: asked.sortby ? { by: asked.sortby, descending: asked.sortorder === "descending" } : undefined,
    start:
      typeof asked.cursor === "string"
        ? { cursor: asked.cursor }
        : { index: Math.max(1, asked.startindex ?? 1) },
    count: Math.min(limits.pageMax, Math.max(0, count)),
    projection: projectionOf(asked),
  };
}

function parse<Parameters extends z.ZodType>(known: Parameters, sent: JsonObject): z.infer<Parameters> {
  const read = known.safeParse(folded(sent));
  if (read.success) return read.data;
  const wrong = parameters.keyof().safeParse(read.error.issues[0]?.path[0]);
  // Beside a cursor a wrong count has a word of its own (RFC 9865 §2.1).
  const isOfCursor =
    wrong.data === "count" && Object.keys(sent).some((name) => name.toLowerCase() === "cursor");
  throw new ScimError(
    isOfCursor ? "invalidCount" : "invalidValue",
    wrong.success ? written[wrong.data] : "A parameter is wrong.",
  );
}

/** A parameter that is given twice counts as it was given first. */
function queryOf({ query }: Pick<ScimContext, "query">): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}

function projectionOf({ attributes, excludedattributes }: z.infer<typeof ofOne>): Projection {
  if (attributes?.length && excludedattributes?.length) {
    throw new ScimError("invalidValue", "Give attributes or excludedAttributes, not both.");
  }
  return {
    ...(attributes?.length && { attributes }),
    ...(excludedattributes?.length && { excludedAttributes: excludedattributes }),
  };
}
