/**
 * What the declarations of the organization API have in common: times, pages, who caused a change.
 */
import { z } from "zod";

/** A moment: a Date here, on the wire a text of RFC 3339. */
export const moment = z.date().meta({
  id: "Moment",
  override: { type: "string", format: "date-time", examples: ["2026-11-27T12:00:00.000Z"] },
});

/** A moment in a query, as a text of RFC 3339. */
export const askedMoment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** What a value looks like once it went over the wire as JSON: the types of the console. */
export type Wire<Value> = Value extends Date
  ? string
  : Value extends readonly (infer Item)[]
    ? Wire<Item>[]
    : Value extends object
      ? { [Name in keyof Value]: Wire<Value[Name]> }
      : Value;

/** Who caused a change. `name`: what people call them, where it is known. */
export const actor = z
  .object({
    kind: z.enum(["key", "admin", "member", "token", "system"]),
    id: z.string().nullable(),
    name: z.string().nullable(),
  })
  .meta({ id: "Actor" });

/** Items of a page at most, and where a request says nothing. */
const pageMax = 1_000;
const pageUsual = 50;

/** The query of a list that comes in pages: `after` is the `next` of the page before. */
export const page = z.object({
  after: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(pageMax).default(pageUsual),
});

export type Page = z.infer<typeof page>;

/** A page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    /** To be sent as `after` for the next page; null on the last one. */
    next: z.string().nullable(),
  });
}

/** A switch in a query. */
export const flag = z.enum(["true", "false"]).transform((text) => text === "true");
