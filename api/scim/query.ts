/**
 * The query of a SCIM request (RFC 7644 §3.4.2 and §3.9). Parameters that are not known are ignored: Entra may send
 * its own flags along.
 */
import { ScimError } from "../../shared/scim/error.ts";
import type { Projection } from "../../shared/scim/resource.ts";
import type { ScimContext } from "./context.ts";

export type ListQuery = { readonly filter?: string; readonly startIndex: number; readonly count: number };

/**
 * @throws ScimError invalidValue where a number is none
 */
export function readListQuery(ctx: ScimContext, limits: { pageDefault: number; pageMax: number }): ListQuery {
  const filter = one(ctx, "filter");
  return {
    ...(filter !== undefined && { filter }),
    startIndex: Math.max(1, whole(ctx, "startIndex") ?? 1),
    count: Math.min(limits.pageMax, Math.max(0, whole(ctx, "count") ?? limits.pageDefault)),
  };
}

/** @throws ScimError invalidValue where both lists are given */
export function readProjection(ctx: ScimContext): Projection {
  const attributes = names(ctx, "attributes");
  const excludedAttributes = names(ctx, "excludedAttributes");
  if (attributes && excludedAttributes) {
    throw new ScimError("invalidValue", "Give attributes or excludedAttributes, not both.");
  }
  return { ...(attributes && { attributes }), ...(excludedAttributes && { excludedAttributes }) };
}

function names(ctx: ScimContext, parameter: string): readonly string[] | undefined {
  return one(ctx, parameter)
    ?.split(",", 200)
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function whole(ctx: ScimContext, parameter: string): number | undefined {
  const text = one(ctx, parameter);
  if (text === undefined || text === "") return undefined;
  if (!/^-?\d{1,9}$/.test(text))
    throw new ScimError("invalidValue", `${parameter} must be a whole number of at most nine digits.`);
  return Number(text);
}

function one(ctx: ScimContext, parameter: string): string | undefined {
  const value = ctx.query[parameter];
  return Array.isArray(value) ? value[0] : value;
}
