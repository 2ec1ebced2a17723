/**
 * The pages on the way to an organization's provider and back. They show nothing: each leads somewhere.
 */
import Router from "@koa/router";
import { within } from "../../shared/within.ts";
import type { ApiDeps } from "../deps.ts";
import { boundRequests } from "../limits/in-flight.ts";
import type { ApiContext, ApiState } from "../organization/http/route.ts";
import { type About, beginAtProvider, finishAtProvider, lead } from "./provider-sign-in.ts";

/** Makes the pages; what is none of them is for those who come after. */
export function providerPages(deps: ApiDeps): ReturnType<Router<ApiState>["routes"]> {
  const bounded = boundRequests(deps);
  const leading = (ctx: ApiContext, work: (about: About) => Promise<string>) =>
    lead(deps, ctx, async (about) => {
      let whereTo = "";
      await bounded(ctx, async () => {
        whereTo = await deps.pulse.guard(() => within(work(about), deps.config.API_WORK_MS, "the store"));
      });
      return whereTo;
    });
  return new Router<ApiState>()
    .get("/sign-in/with/:organization", (ctx) =>
      leading(ctx, (about) => beginAtProvider(deps, ctx, ctx.params["organization"] ?? "", about)),
    )
    .get("/sign-in/callback", (ctx) => leading(ctx, (about) => finishAtProvider(deps, ctx, about)))
    .routes();
}
