/**
 * Live updates: when the server says that something changed, what is on the page is read anew. A hidden page follows
 * nothing, so that many open tabs do not use up the browser's connections.
 */
import { useEffect, useState } from "preact/hooks";
import { useSWRConfig } from "swr";
import { useOrganizationPath } from "./session.ts";

/** What is read anew comes at most this often, however fast a sync runs. */
const pauseMs = 1_500;
const reopenMs = 5_000;

/** What only tells of the directory's calls, which may come every moment and mostly change nothing. */
const ofRequests = /\/(requests|connect|activity)(\?|$)/;

type Change = { readonly lastEvent: number; readonly pending: number; readonly openFailures: number };

export type Live = {
  /** Whether the page is up to date by itself just now. */
  readonly isConnected: boolean;
  readonly openFailures: number;
};

/** Follows the organization for as long as the page is there. */
export function useLive(): Live {
  const [isConnected, setConnected] = useState(true);
  const [openFailures, setOpenFailures] = useState(0);
  const { mutate } = useSWRConfig();
  const path = useOrganizationPath();
  const url = path("/live");
  const ours = path("");

  useEffect(() => {
    let last: string | undefined;
    const readAnew = calmly((all: boolean) => {
      void mutate((key) => typeof key === "string" && key.startsWith(ours) && (all || ofRequests.test(key)));
    });
    const follow = following(url, setConnected, (text) => {
      const change: Change = JSON.parse(text);
      setOpenFailures(change.openFailures);
      const told = `${change.lastEvent} ${change.pending} ${change.openFailures}`;
      // The first one says how it is, not that it changed.
      if (last !== undefined) readAnew.call(told !== last);
      last = told;
    });
    const look = () => (document.hidden ? follow.stop() : follow.start());
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      follow.stop();
      readAnew.stop();
    };
  }, [url, ours, mutate]);
  return { isConnected, openFailures };
}

function following(url: string, tell: (connected: boolean) => void, take: (text: string) => void) {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const start = () => {
    if (source) return;
    source = new EventSource(url);
    source.addEventListener("open", () => tell(true));
    source.addEventListener("change", (event) => take(event.data));
    source.addEventListener("error", () => {
      tell(false);
      // A browser gives up for good where the answer was a refusal.
      if (source?.readyState !== EventSource.CLOSED) return;
      stop();
      timer = setTimeout(start, reopenMs);
    });
  };
  return { start, stop };
}

/** Lets calls through one a pause, and the last of those that came in between. */
function calmly(act: (all: boolean) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: boolean | undefined;
  const turn = () => {
    timer = undefined;
    if (waiting === undefined) return;
    act(waiting);
    waiting = undefined;
    timer = setTimeout(turn, pauseMs);
  };
  return {
    call(all: boolean) {
      waiting = (waiting ?? false) || all;
      if (timer === undefined) turn();
    },
    stop: () => clearTimeout(timer),
  };
}
