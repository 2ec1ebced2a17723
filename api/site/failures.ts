/**
 * Whoever asks for a page gets a page, also where there is none or where something went wrong. Programs are told as
 * before, in the words of the interface that they use.
 */
import type { Context, Middleware } from "koa";
import type { ApiDeps } from "../deps.ts";
import { answerPlain, plainPageOf, plainPages } from "./plain-page.ts";

/** Where only programs are served, whatever they say they take. */
const programs = /^\/(?:api|scim)(?:\/|$)/i;

export function failurePages({ config, log }: Pick<ApiDeps, "config" | "log">): Middleware {
  return async (ctx, next) => {
    if (!wantsPage(ctx)) return next();
    try {
      await next();
    } catch (error) {
      log.error({ err: error, requestId: ctx.state["requestId"] }, "a page failed");
      return answerPlain(ctx, config, plainPages.failed);
    }
    if (ctx.status >= 400 && !ctx.response.is("html")) answerPlain(ctx, config, plainPageOf(ctx.status));
  };
}

/** Whether a person asks, as far as can be told: a browser prefers pages, and programs name something else or nothing. */
export function wantsPage(ctx: Context): boolean {
  return !programs.test(ctx.path) && ctx.accepts("json", "html") === "html";
}
