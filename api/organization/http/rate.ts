/**
 * How many requests a second one caller may send to the organization API: a member, the tokens of an organization, or an
 * address from which nobody knows who calls. Each API process counts for itself.
 */
import type { ApiDeps } from "../../deps.ts";
import { openBuckets } from "../../limits/buckets.ts";
import { clientAddress } from "../../limits/client-address.ts";
import { wholeSeconds } from "../../limits/whole-seconds.ts";
import { Problem } from "./problem.ts";
import type { ApiContext } from "./route.ts";

/** @returns what counts a request. @throws Problem tooMany; `name` is the caller's, without it the address counts */
export function boundCallers({ config }: ApiDeps): (ctx: ApiContext, name?: string) => void {
  const buckets = openBuckets(() => performance.now());
  const { CALLER_RATE_PER_SECOND: perSecond, CALLER_RATE_BURST: burst, TRUSTED_PROXIES } = config;
  return (ctx, name) => {
    if (perSecond === 0) return;
    const { remoteAddress = "" } = ctx.req.socket;
    const key = name ?? `from ${clientAddress(remoteAddress, ctx.get("X-Forwarded-For"), TRUSTED_PROXIES)}`;
    const waitMs = buckets.take(key, { perSecond, burst: Math.max(burst, perSecond) });
    if (waitMs === 0) return;
    const retryAfterSeconds = wholeSeconds(waitMs);
    throw new Problem("tooMany", `Wait ${retryAfterSeconds} seconds, then go on more slowly.`, {
      retryAfterSeconds,
    });
  };
}
