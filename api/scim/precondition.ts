/**
 * Conditional requests by ETag (RFC 7644 §3.14, RFC 9110 §13.1).
 */
import { ScimError } from "../../shared/scim/error.ts";
import { etagOf } from "../../shared/scim/resource/resource.ts";
import type { ScimContext } from "./context.ts";

/** The versions that a request holds for, and those that it does not hold for, as its headers name them. */
export type Conditions = { readonly match: string; readonly noneMatch: string };

export const unconditional: Conditions = { match: "", noneMatch: "" };

export function conditionsOf(ctx: ScimContext): Conditions {
  return { match: ctx.get("If-Match"), noneMatch: ctx.get("If-None-Match") };
}

/**
 * @throws ScimError preconditionFailed where If-Match names other versions only, or If-None-Match this one
 */
export function requireMatch({ match, noneMatch }: Conditions, version: number): void {
  if ((match === "" || names(match, version)) && (noneMatch === "" || !names(noneMatch, version))) return;
  throw new ScimError(
    "preconditionFailed",
    `The resource has changed; it is at version ${etagOf(version)} now. Read it again.`,
  );
}

/** Whether a request holds for one version only, so that it must be tried with that one and no later one. */
export function isConditional({ match }: Conditions): boolean {
  return match.trim() !== "" && match.trim() !== "*";
}

/**
 * Answers 304 where the client has this version already.
 * @throws ScimError preconditionFailed where it wants another one
 */
export function unmodified(ctx: ScimContext, version: number): boolean {
  const { match, noneMatch } = conditionsOf(ctx);
  requireMatch({ match, noneMatch: "" }, version);
  if (!names(noneMatch, version)) return false;
  ctx.set("ETag", etagOf(version));
  ctx.status = 304;
  return true;
}

/** Our versions are weak ones; whether a client sends the mark of that along makes no difference. */
function names(header: string, version: number): boolean {
  const strong = (tag: string) => tag.trim().replace(/^W\//, "");
  return header.trim() === "*" || header.split(",").some((tag) => strong(tag) === strong(etagOf(version)));
}
