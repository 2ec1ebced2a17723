/**
 * Sends a file: in the smallest form that the client takes, or not at all where it has it.
 */
import type { Context } from "koa";
import type { SiteFile } from "./files.ts";

/** How long a client may keep a file. */
export const keeping = {
  /** A file that is named by its content. */
  forever: "public, max-age=31536000, immutable",
  /** Kept, and asked for again before it is used. */
  checked: "no-cache",
  /** A page whose address holds a secret. */
  never: "no-store",
} as const;

export function sendFile(ctx: Context, file: SiteFile, keep: keyof typeof keeping): void {
  ctx.status = 200;
  ctx.type = file.type;
  ctx.vary("Accept-Encoding");
  ctx.set("Cache-Control", keeping[keep]);
  if (keep !== "never") ctx.set("ETag", file.tag);
  if (ctx.fresh) {
    ctx.body = null;
    ctx.status = 304;
    return;
  }
  ctx.body = pickForm(ctx, file);
}

/** One by one: asked for the best of them, a browser that names gzip first would get that. */
function pickForm(ctx: Context, file: SiteFile): Buffer {
  for (const encoding of ["br", "gzip"] as const) {
    const form = file[encoding];
    if (form !== null && ctx.acceptsEncodings(encoding) === encoding) {
      ctx.set("Content-Encoding", encoding);
      return form;
    }
  }
  return file.bytes;
}
