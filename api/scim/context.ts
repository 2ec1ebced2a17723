/**
 * What the routes know of a request once it was let in, and how they answer.
 */
import { Readable } from "node:stream";
import type { RouterContext } from "@koa/router";
import type { Middleware } from "koa";
import type { Actor, Organization } from "../../shared/store/documents.ts";

/** Filled on the way in: the id by the log, the rest once the key was found good. A route finds all of it. */
export type ScimState = {
  requestId: string;
  organization: Organization;
  actor: Actor;
  /** The SCIM URL of the organization, without a slash at its end. */
  baseUrl: string;
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

function wantsPlainJson(accept: string): boolean {
  const types = accept.toLowerCase();
  return types.includes("application/json") && !types.includes("application/scim+json");
}
