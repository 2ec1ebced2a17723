/**
 * The clock that everything is dated by: MongoDB's. What one process writes is due by what another one reads, so a
 * machine whose own clock is wrong, or is put right while it runs, must not make work wait for hours or end a link.
 */
import type { ServerHeartbeatSucceededEvent } from "mongodb";
import { z } from "zod";

export type Clock = { readonly now: () => Date };

/** What a `MongoClient` tells each time it has looked at a server. */
type Heartbeats = {
  on(
    name: "serverHeartbeatSucceeded",
    hear: (event: Pick<ServerHeartbeatSucceededEvent, "reply">) => void,
  ): unknown;
};

/** Below this the two may differ: it is what a busy process takes to hear an answer. */
const differenceMaxMs = 1_000;

/** What a server that takes writes says of itself when it is looked at. */
const writable = z.object({ isWritablePrimary: z.literal(true), localTime: z.date() });

/** Makes the clock. Until MongoDB has said what time it is, the process's own counts. */
export function openClock(client: Heartbeats): Clock {
  // The steps between two words of MongoDB come from a clock that nobody sets.
  let offset = performance.timeOrigin;
  client.on("serverHeartbeatSucceeded", ({ reply }) => {
    const { data } = writable.safeParse(reply);
    if (!data) return;
    const told = data.localTime.getTime() - performance.now();
    if (Math.abs(told - offset) > differenceMaxMs) offset = told;
  });
  return { now: () => new Date(Math.floor(performance.now() + offset)) };
}
