/**
 * What the routes know of a request once it was let in, and how they answer.
 */
import { Readable } from "node:stream";
import type { RouterContext } from "@koa/router";
import type { Middleware } from "koa";
import type { ScimError } from "../../shared/scim/error.ts";
import { etagOf, locationOf } from "../../shared/scim/resource/resource.ts";
import type { ResourceTypes } from "../../shared/scim/schema/resource-types.ts";
import type { Actor, Organization } from "../../shared/store/documents.ts";
import type { HoldBytes } from "../limits/bodies.ts";

/** Filled on the way in: the id by the log, the rest once the key was found good. A route finds all of it. */
export type ScimState = {
  requestId: string;
  /** The organization in the URL, also where the key is no good; what was wrong with the call. For what is noted. */
  asked?: Organization;
  problem?: ScimError;
  /** Whether it is a call of our own self-test: nothing is noted of it. */
  isSelfTest?: boolean;
  organization: Organization;
  actor: Actor;
  /** The SCIM URL of the organization, without a slash at its end. */
  baseUrl: string;
  /** What users and groups are in the organization: with the schemas of its own. */
  types: ResourceTypes;
  /** To be called before a body is read into memory. */
  holdBytes: HoldBytes;
};

export type ScimMiddleware = Middleware<ScimState>;
export type ScimContext = RouterContext<ScimState>;

/**
 * Answers with a JSON body, or with one that comes in pieces. It is `application/scim+json`, which Entra's validator insists on, except to a client
 * that accepts only `application/json`, as OneLogin does.
 */
export function answer(
  ctx: Pick<ScimContext, "status" | "body" | "get" | "set">,
  status: number,
  body: unknown,
): void {
  ctx.status = status;
  ctx.body = body instanceof Readable ? body : JSON.stringify(body);
  ctx.set(
    "Content-Type",
    `${wantsPlainJson(ctx.get("Accept")) ? "application/json" : "application/scim+json"}; charset=utf-8`,
  );
}

/**
 * Says where the resource is that is answered: in `Content-Location`, which `meta.location` must equal (RFC 7643 §3.1),
 * and in `Location`, as the examples of RFC 7644 have it for reads and changes, too.
 */
export function locate(ctx: ScimContext, kind: keyof ResourceTypes, id: string): void {
  const location = locationOf(ctx.state.types[kind], id, ctx.state.baseUrl);
  ctx.set("Location", location);
  ctx.set("Content-Location", location);
}

/**
 * Answers a write with the resource as it is then, or without it: where it is not to be shown, or where the client
 * prefers that (RFC 7240 §4.2).
 */
export async function answerWritten(
  ctx: ScimContext,
  status: 200 | 201 | 204,
  version: number,
  show: () => unknown,
): Promise<void> {
  ctx.set("ETag", etagOf(version));
  const isMinimal = prefersMinimal(ctx.get("Prefer"));
  if (isMinimal) ctx.set("Preference-Applied", "return=minimal");
  if (status !== 204 && !isMinimal) {
    answer(ctx, status, await show());
    return;
  }
  ctx.body = null;
  // Without a body Koa would say 204 of what was made, too.
  ctx.status = status === 201 ? 201 : 204;
}

/** What stands behind a `;` belongs to another preference; of a repeated one the first counts (RFC 7240 §2). */
function prefersMinimal(header: string): boolean {
  const preferences = header.split(",").map((preference) => (preference.split(";", 1)[0] ?? "").trim());
  const wanted = preferences.find((preference) => /^return\s*(=|$)/i.test(preference)) ?? "";
  return /^return\s*=\s*"?minimal"?$/i.test(wanted);
}

function wantsPlainJson(accept: string): boolean {
  const types = accept.toLowerCase();
  return types.includes("application/json") && !types.includes("application/scim+json");
}
