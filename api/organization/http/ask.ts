/**
 * What a request asks of its route: query and body, as the declaration has them. Whatever else is in them is refused with
 * the name of it, so that a slip of the pen does not pass for an answer.
 */
import { z } from "zod";
import { readJson } from "./body.ts";
import { Problem } from "./problem.ts";
import type { ApiContext, Route } from "./route.ts";

/** @throws Problem badRequest */
export async function readAsked(ctx: ApiContext, route: Route): Promise<{ query: unknown; body: unknown }> {
  const query = parsed((route.query ?? z.object({})).strict(), { ...ctx.query }, "query");
  const body = route.body ? parsed(route.body, await readJson(ctx, route.bodyMaxBytes), "body") : undefined;
  return { query, body };
}

function parsed(schema: z.ZodType, value: unknown, where: "query" | "body"): unknown {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const wrong = read.error.issues.slice(0, 5).map(({ path, message }) => {
    const name = path.map(String).join(".").slice(0, 100);
    return name === "" ? message : `${name}: ${message}`;
  });
  throw new Problem("badRequest", `In the ${where}: ${wrong.join("; ")}.`.slice(0, 1_000), {
    cause: read.error,
  });
}
