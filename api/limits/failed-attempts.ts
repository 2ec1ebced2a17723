/**
 * How often somebody may come with a key that is none. Only attempts that failed are counted, and only they are
 * refused: a good key is let in whatever happens beside it, since the tenants of a directory's cloud share its
 * addresses, and since everybody can send wrong keys in a tenant's name.
 */
import type { Config } from "../../shared/config.ts";
import { openBuckets, type Rate } from "./buckets.ts";
import { wholeSeconds } from "./whole-seconds.ts";

export type FailedAttempts = {
  /**
   * Counts an attempt that failed.
   * @param organization as it stood in the URL, whether or not there is one; empty for a way in that names none
   * @returns 0; or, where there were too many before it, the seconds to wait, whichever limit it was
   */
  count(address: string, organization: string): number;
};

/** Longer than any organization's id (63): what is cut off here is nobody's. */
const idMax = 64;

/** @param now a clock in milliseconds that never goes back */
export function openFailedAttempts(
  { AUTH_FAILURES_PER_MINUTE, AUTH_FAILURES_PER_MINUTE_OF_ORGANIZATION }: Config,
  now: () => number,
): FailedAttempts {
  const byAddress = openLimit(AUTH_FAILURES_PER_MINUTE, now);
  const byOrganization = openLimit(AUTH_FAILURES_PER_MINUTE_OF_ORGANIZATION, now);
  return {
    count: (address, organization) => {
      // One address that is refused does not use up what the organization has for all.
      const waitMs = byAddress(address) || byOrganization(organization.slice(0, idMax));
      return waitMs === 0 ? 0 : wholeSeconds(waitMs);
    },
  };
}

/** Takes one from what a key has a minute; gives back the milliseconds to wait, 0 where it was there. */
export function openLimit(perMinute: number, now: () => number): (key: string) => number {
  if (perMinute === 0) return () => 0;
  const buckets = openBuckets(now);
  const rate: Rate = { perSecond: perMinute / 60, burst: perMinute };
  return (key) => buckets.take(key, rate);
}
