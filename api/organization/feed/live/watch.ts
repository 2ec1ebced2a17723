/**
 * Watches organizations for those who listen. However many listen to one of them, this process looks twice a second; and
 * it looks at none to which nobody listens.
 */
import type { Log } from "../../../../shared/log.ts";
import type { Look } from "./look.ts";

type Listener = {
  /** What is seen: soon where something is known, and whenever it has changed. Never before `listen` has returned. */
  hear(look: Look): void;
  /** The process stops. Never before `listen` has returned. */
  end(): void;
};

export type Watch = {
  /** @returns what ends the listening; to be called once */
  listen(organization: string, listener: Listener): () => void;
  /** Ends all listening; whoever comes later is told so, too. */
  close(): void;
};

/** The pause between two looks. */
const everyMs = 500;

type Watched = {
  readonly listeners: Set<Listener>;
  look: Look | null;
  timer: NodeJS.Timeout | undefined;
};

/** @param openEye makes what looks at an organization; what a look throws is followed by the next one */
export function openWatch(openEye: (organization: string) => () => Promise<Look>, log: Log): Watch {
  const watched = new Map<string, Watched>();
  let isClosed = false;

  function begin(organization: string): Watched {
    const one: Watched = { listeners: new Set(), look: null, timer: undefined };
    const eye = openEye(organization);
    const again = async (): Promise<void> => {
      try {
        const look = await eye();
        if (!isSame(look, one.look)) {
          one.look = look;
          for (const listener of one.listeners) listener.hear(look);
        }
      } catch (error) {
        log.debug({ err: error, organization }, "an organization could not be looked at");
      }
      if (one.listeners.size > 0) one.timer = setTimeout(() => void again(), everyMs).unref();
    };
    watched.set(organization, one);
    void again();
    return one;
  }

  return {
    listen: (organization, listener) => {
      if (isClosed) {
        queueMicrotask(listener.end);
        return () => {};
      }
      const one = watched.get(organization) ?? begin(organization);
      one.listeners.add(listener);
      // Where nothing is known yet, the first look tells.
      if (one.look)
        queueMicrotask(() => {
          if (one.look && one.listeners.has(listener)) listener.hear(one.look);
        });
      return () => {
        one.listeners.delete(listener);
        if (one.listeners.size > 0 || watched.get(organization) !== one) return;
        clearTimeout(one.timer);
        watched.delete(organization);
      };
    },
    close: () => {
      isClosed = true;
      const all = [...watched.values()].flatMap(({ listeners }) => [...listeners]);
      for (const listener of all) listener.end();
    },
  };
}

function isSame(one: Look, other: Look | null): boolean {
  return (
    one.lastEvent === other?.lastEvent &&
    one.pending === other.pending &&
    one.openFailures === other.openFailures &&
    one.requests === other.requests
  );
}
