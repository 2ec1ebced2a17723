/**
 * How many requests a second an organization may send. Reads count as writes do; a bulk counts as many as it has
 * operations. Each API process counts for itself, in its memory: nothing has to be asked, so nothing can be away.
 */
import type { Config } from "../../shared/config.ts";
import { ScimError } from "../../shared/scim/error.ts";
import type { Organization } from "../../shared/store/documents.ts";
import { openBuckets } from "./buckets.ts";
import { wholeSeconds } from "./whole-seconds.ts";

export type Rates = {
  /**
   * Counts requests of an organization.
   * @param already how many of them were counted before: the bulk itself, when its operations become known
   * @throws ScimError tooManyRequests, with the time after which they will be let through
   */
  count(organization: Pick<Organization, "_id" | "settings">, requests: number, already?: number): void;
};

/** @param now a clock in milliseconds that never goes back */
export function openRates({ SCIM_RATE_PER_SECOND, SCIM_RATE_BURST }: Config, now: () => number): Rates {
  const buckets = openBuckets(now);
  return {
    count: ({ _id, settings }, requests, already = 0) => {
      const perSecond = settings.ratePerSecond ?? SCIM_RATE_PER_SECOND;
      if (perSecond === 0) return;
      // A second's worth can come in one go: a directory that sends 25 a second need not space them out.
      const burst = Math.max(SCIM_RATE_BURST, perSecond);
      const waitMs = buckets.take(_id, { perSecond, burst }, requests, already);
      if (waitMs === 0) return;
      const retryAfterSeconds = wholeSeconds(waitMs);
      throw new ScimError(
        "tooManyRequests",
        `${requests === 1 ? "This is" : `These ${requests} operations are`} more than ${perSecond} requests a second and ${burst} in one go, which this organization may send. Wait ${retryAfterSeconds} seconds, then send again, and no faster than that.`,
        { retryAfterSeconds },
      );
    },
  };
}
