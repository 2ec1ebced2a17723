/**
 * `/Bulk` (RFC 7644 §3.7): many operations in one request. Each is done, and fails, as it would in a request of its
 * own; writes that go at the same time share their group commits.
 */
import type Router from "@koa/router";
import type { ApiDeps } from "../../deps.ts";
import { readBody } from "../body.ts";
import { answer, type ScimState } from "../context.ts";
import { encodeOutcome } from "./perform.ts";
import { decodeBulk } from "./request.ts";
import { performAll } from "./rounds.ts";

export function bulk(router: Router<ScimState>, deps: ApiDeps): void {
  const { config } = deps;

  router.post("/Bulk", async (ctx) => {
    const request = decodeBulk(await readBody(ctx, config.BULK_MAX_BYTES), config.BULK_MAX_OPERATIONS);
    deps.limits.rates.count(ctx.state.organization, request.operations.length, 1);
    const outcomes = await performAll(deps, ctx.state, request);
    answer(ctx, 200, {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkResponse"],
      Operations: request.operations.flatMap((operation, index) => {
        const outcome = outcomes.get(index);
        return outcome ? [encodeOutcome(ctx.state, operation, outcome)] : [];
      }),
    });
  });
}
