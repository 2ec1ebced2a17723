/**
 * One look at what a page wants to hear of: where the feed is, what waits to be applied, what is open, what came in.
 * What is dear to count is counted less often the dearer it is, so that watching a large sync does not slow it.
 */
import type { Store } from "../../../../shared/store/store.ts";
import { countOpenFailures, countPending } from "../../overview/overview.ts";
import { lastEventOf } from "../events.ts";

/** What goes over the wire. */
export type Look = {
  readonly lastEvent: number;
  readonly pending: number;
  readonly openFailures: number;
  /** How many requests were noted since the first one. */
  readonly requests: number;
};

type Counts = Pick<Look, "pending" | "openFailures">;

/** Counting takes this part of the time at most. */
const countingShare = 0.1;

/** Makes the eye for an organization: each call looks once. */
export function openEye(store: Store, organization: string): () => Promise<Look> {
  let counts: Counts = { pending: 0, openFailures: 0 };
  let countAgainAt = 0;
  return async () => {
    if (performance.now() >= countAgainAt) {
      const startedAt = performance.now();
      counts = await count(store, organization);
      const endedAt = performance.now();
      countAgainAt = endedAt + (endedAt - startedAt) * (1 / countingShare - 1);
    }
    const [lastEvent, noted] = await Promise.all([
      lastEventOf({ store }, organization),
      store.requests.findOne({ _id: organization }, { projection: { total: 1 } }),
    ]);
    return { lastEvent, ...counts, requests: noted?.total ?? 0 };
  };
}

async function count(store: Store, organization: string): Promise<Counts> {
  const [openFailures, { members, groups, memberships }] = await Promise.all([
    countOpenFailures(store, organization),
    countPending(store, organization),
  ]);
  return { pending: members + groups + memberships, openFailures };
}
