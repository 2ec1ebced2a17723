/**
 * How often somebody may begin to sign in. Whoever is slowed down as a client is told so; that an address gets no
 * further e-mail nobody is told, since that would say whether it is known.
 */
import type { Config } from "../../shared/config.ts";
import { openBuckets } from "./buckets.ts";
import { openLimit } from "./failed-attempts.ts";
import { wholeSeconds } from "./whole-seconds.ts";

export type SignIns = {
  /** Counts one that a client begins. @returns 0, or the seconds to wait */
  begin(client: string): number;
  /** Counts a wish for e-mails with links. @returns whether they may go out: to that address, and to all */
  mayMail(to: string): { readonly toAddress: boolean; readonly inAll: boolean };
};

/** The key of the one bucket for all. */
const all = "";

/** @param now a clock in milliseconds that never goes back */
export function openSignIns(config: Config, now: () => number): SignIns {
  const byClient = openLimit(config.SIGN_INS_PER_MINUTE, now);
  const inAll = openLimit(config.SIGN_INS_PER_MINUTE_IN_ALL, now);
  const addresses = openBuckets(now);
  const { SIGN_IN_MAILS_PER_HOUR: perHour } = config;
  return {
    begin: (client) => {
      const waitMs = byClient(client);
      return waitMs === 0 ? 0 : wholeSeconds(waitMs);
    },
    mayMail: (to) => {
      const rate = { perSecond: perHour / 3_600, burst: perHour };
      const toAddress = perHour === 0 || addresses.take(to, rate) === 0;
      return { toAddress, inAll: toAddress && inAll(all) === 0 };
    },
  };
}
