/**
 * What live pages and followers of the feed share in one process: the watch, and how many of them there may be.
 */
import type { Log } from "../../../../shared/log.ts";
import type { Store } from "../../../../shared/store/store.ts";
import { openShares, type Shares } from "../../../limits/shares.ts";
import { openEye } from "./look.ts";
import { openWatch, type Watch } from "./watch.ts";

export type Live = {
  readonly watch: Watch;
  /** Streams of events, by organization. */
  readonly streams: Shares;
  /** Requests that wait for an event, by organization. */
  readonly waits: Shares;
};

/** The most of each in one process, and of one organization. */
export const liveBounds = { max: 500, shareMax: 20 } as const;

/** Nothing is looked at until somebody listens. */
export function openLive(store: Store, log: Log): Live {
  return {
    watch: openWatch((organization) => openEye(store, organization), log),
    streams: openShares(liveBounds),
    waits: openShares(liveBounds),
  };
}
