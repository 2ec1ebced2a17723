/**
 * Conditional requests by ETag (RFC 7644 §3.14, RFC 9110 §13.1).
 */
import { ScimError } from "../../shared/scim/error.ts";
import { etagOf } from "../../shared/scim/resource.ts";
import type { ScimContext } from "./context.ts";

/**
 * @throws ScimError preconditionFailed where If-Match names other versions only, or If-None-Match this one
 */
export function requireMatch(ctx: ScimContext, version: number): void {
  const wanted = ctx.get("If-Match");
  const unwanted = ctx.get("If-None-Match");
  if ((wanted === "" || names(wanted, version)) && (unwanted === "" || !names(unwanted, version))) return;
  throw new ScimError(
    "preconditionFailed",
    `The resource has changed; it is at version ${etagOf(version)} now. Read it again.`,
  );
}

/** Answers 304 where the client has this version already. */
export function unmodified(ctx: ScimContext, version: number): boolean {
  if (!names(ctx.get("If-None-Match"), version)) return false;
  ctx.set("ETag", etagOf(version));
  ctx.status = 304;
  return true;
}

/** Our versions are weak ones; whether a client sends the mark of that along makes no difference. */
function names(header: string, version: number): boolean {
  const strong = (tag: string) => tag.trim().replace(/^W\//, "");
  return header.trim() === "*" || header.split(",").some((tag) => strong(tag) === strong(etagOf(version)));
}
