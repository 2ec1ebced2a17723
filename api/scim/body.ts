/**
 * The body of a request, bounded in size; what it means is for others to decide.
 */
import getRawBody from "raw-body";
import { ScimError } from "../../shared/scim/error.ts";
import { holdArriving } from "../limits/bodies.ts";
import type { ScimContext } from "./context.ts";
import { parseJson } from "./json.ts";

const types = ["application/scim+json", "application/json"];

/**
 * Reads the body.
 * @param maxBytes more than that is refused with 413
 * @throws ScimError unsupportedMediaType, payloadTooLarge, overloaded or invalidSyntax
 */
export async function readBody(ctx: ScimContext, maxBytes: number): Promise<unknown> {
  return parseJson(await readBytes(ctx, maxBytes));
}

/**
 * Reads the body, for others to parse.
 * @throws ScimError unsupportedMediaType, payloadTooLarge or overloaded; invalidSyntax where it does not arrive whole
 */
export async function readBytes(ctx: ScimContext, maxBytes: number): Promise<Buffer> {
  if (!types.includes((ctx.get("Content-Type").split(";", 1)[0] ?? "").trim().toLowerCase())) {
    throw new ScimError("unsupportedMediaType", `Send the body as ${types.join(" or ")}.`);
  }
  if (ctx.get("Content-Encoding") !== "" && ctx.get("Content-Encoding") !== "identity") {
    throw new ScimError("unsupportedMediaType", "Send the body without a Content-Encoding.");
  }
  try {
    return await arrival(ctx, maxBytes);
  } catch (cause) {
    if (cause instanceof ScimError) throw cause;
    if (cause instanceof Error && "type" in cause && cause.type === "entity.too.large") {
      ctx.set("Connection", "close");
      throw new ScimError(
        "payloadTooLarge",
        `The body is larger than ${maxBytes} bytes; send less at a time.`,
        { cause },
      );
    }
    throw new ScimError("invalidSyntax", "The body did not arrive whole.", { cause });
  }
}

/** Where the length is known, bytes are taken for all of it or for none; what is too long is refused without any. */
function arrival(ctx: ScimContext, maxBytes: number): Promise<Buffer> {
  const { "content-length": length = null } = ctx.req.headers;
  if (length !== null && Number(length) <= maxBytes) ctx.state.holdBytes(Number(length));
  const body = getRawBody(ctx.req, { limit: maxBytes, length });
  if (length !== null) return body;
  const full = holdArriving(ctx.req, ctx.state.holdBytes).catch((error: unknown) => {
    // What has arrived stays in memory until the connection ends.
    ctx.set("Connection", "close");
    throw error;
  });
  return Promise.race([body, full]);
}
