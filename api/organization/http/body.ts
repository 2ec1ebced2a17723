/**
 * The body of a request to the organization API: JSON, bounded while it arrives.
 */
import getRawBody from "raw-body";
import { parseJson } from "../../scim/json.ts";
import { Problem } from "./problem.ts";
import type { ApiContext } from "./route.ts";

/** Bytes of a body, where its route does not say otherwise. */
const usualMaxBytes = 65_536;

/** @throws Problem, or what `parseJson` throws of a body that is no JSON */
export async function readJson(ctx: ApiContext, maxBytes = usualMaxBytes): Promise<unknown> {
  const type = (ctx.get("Content-Type").split(";", 1)[0] ?? "").trim().toLowerCase();
  if (type !== "application/json")
    throw new Problem("unsupportedMediaType", "Send the body as application/json.");
  const { "content-length": length = null } = ctx.req.headers;
  try {
    return parseJson(await getRawBody(ctx.req, { limit: maxBytes, length }));
  } catch (cause) {
    if (cause instanceof Error && "type" in cause && cause.type === "entity.too.large") {
      ctx.set("Connection", "close");
      throw new Problem("tooLarge", `The body is larger than ${maxBytes} bytes; send less at a time.`, {
        cause,
      });
    }
    throw cause;
  }
}
