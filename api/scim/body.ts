/**
 * The body of a request as JSON, bounded in size; what it means is for others to decide.
 */
import { isUtf8 } from "node:buffer";
import getRawBody from "raw-body";
import { ScimError } from "../../shared/scim/error.ts";
import type { ScimContext } from "./context.ts";

const types = ["application/scim+json", "application/json"];

/**
 * Reads the body.
 * @param maxBytes more than that is refused with 413
 * @throws ScimError unsupportedMediaType, payloadTooLarge or invalidSyntax
 */
export async function readBody(ctx: ScimContext, maxBytes: number): Promise<unknown> {
  if (!types.includes((ctx.get("Content-Type").split(";", 1)[0] ?? "").trim().toLowerCase())) {
    throw new ScimError("unsupportedMediaType", `Send the body as ${types.join(" or ")}.`);
  }
  if (ctx.get("Content-Encoding") !== "" && ctx.get("Content-Encoding") !== "identity") {
    throw new ScimError("unsupportedMediaType", "Send the body without a Content-Encoding.");
  }
  const bytes = await readBytes(ctx, maxBytes);
  try {
    if (!isUtf8(bytes)) throw new Error("the bytes are not UTF-8");
    return JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new ScimError("invalidSyntax", `The body of ${bytes.length} bytes is not JSON in UTF-8.`, {
      cause,
    });
  }
}

async function readBytes(ctx: ScimContext, maxBytes: number): Promise<Buffer> {
  try {
    return await getRawBody(ctx.req, { limit: maxBytes, length: ctx.req.headers["content-length"] ?? null });
  } catch (cause) {
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
