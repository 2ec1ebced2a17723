/**
 * The limits of one API process, as they stand: who has taken how much of what. All of it is in the memory of the
 * process and bounded there, so that limits hold whatever else is away.
 */
import type { Config } from "../../shared/config.ts";
import type { Log } from "../../shared/log.ts";
import { type FailedAttempts, openFailedAttempts } from "./failed-attempts.ts";
import { openRates, type Rates } from "./rates.ts";
import { openShares, type Shares } from "./shares.ts";
import { openSignIns, type SignIns } from "./sign-ins.ts";
import { openWarnings, type Warn } from "./warnings.ts";

export type Limits = {
  /** Requests in flight, of anybody. */
  readonly requests: Shares;
  /** Requests in flight, by organization. */
  readonly organizationRequests: Shares;
  /** Bytes of bodies, by organization. */
  readonly bodies: Shares;
  readonly rates: Rates;
  readonly failedAttempts: FailedAttempts;
  readonly signIns: SignIns;
  /** Tells the operators that a limit was reached. */
  readonly warn: Warn;
};

/**
 * @param now a clock in milliseconds that never goes back: a wall clock that jumps would lock somebody out, or nobody
 */
export function openLimits(config: Config, log: Log, now = () => performance.now()): Limits {
  const { API_IN_FLIGHT_MAX, API_IN_FLIGHT_PER_ORGANIZATION, API_BODIES_MAX_BYTES } = config;
  return {
    requests: openShares({ max: API_IN_FLIGHT_MAX, shareMax: API_IN_FLIGHT_MAX }),
    organizationRequests: openShares({ max: API_IN_FLIGHT_MAX, shareMax: API_IN_FLIGHT_PER_ORGANIZATION }),
    bodies: openShares({ max: API_BODIES_MAX_BYTES, shareMax: API_BODIES_MAX_BYTES / 2 }),
    rates: openRates(config, now),
    failedAttempts: openFailedAttempts(config, now),
    signIns: openSignIns(config, now),
    warn: openWarnings(log, now),
  };
}
