import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { readConfig } from "../../../../shared/config.ts";
import { openLog } from "../../../../shared/log.ts";
import { openShares } from "../../../limits/shares.ts";
import { type Live, liveBounds } from "./live.ts";
import type { Look } from "./look.ts";
import { openLiveStream } from "./stream.ts";
import { untilEvent } from "./until-event.ts";
import { openWatch } from "./watch.ts";

const log = openLog(readConfig({ LOG_LEVEL: "silent" }), "test");
const times = { beatMs: 5, livesMs: 60_000 };

function open(look: Partial<Look> = {}): { live: Live; looks: () => number } {
  let looks = 0;
  const seen = { lastEvent: 0, pending: 0, openFailures: 0, requests: 0, ...look };
  const watch = openWatch(
    () => async () => {
      looks += 1;
      return { ...seen, lastEvent: seen.lastEvent + looks };
    },
    log,
  );
  return {
    live: { watch, streams: openShares(liveBounds), waits: openShares(liveBounds) },
    looks: () => looks,
  };
}

test("a stream begins with what is, beats, and ends in its time", async () => {
  const sent = await text(openLiveStream({ live: open().live }, "acme", { beatMs: 5, livesMs: 40 }));
  expect(sent).toMatch(/^retry: \d+\n\nevent: change\ndata: \{"lastEvent":1,.*\}\n\n/);
  expect(sent).toContain(": still here\n\n");
});

test("closing the watch ends the streams, and whatever was under way is not written after that", async () => {
  const { live } = open();
  const streams = Array.from({ length: 5 }, () => openLiveStream({ live }, "acme", times));
  const all = Promise.all(streams.map((stream) => text(stream)));
  live.watch.close();
  expect(await all).toHaveLength(5);
  expect(await text(openLiveStream({ live }, "acme", times))).toMatch(/^retry/);
});

test("a stream whose reader goes away leaves nothing behind", async () => {
  const { live } = open();
  for (let n = 0; n < 100; n += 1) {
    const stream = openLiveStream({ live }, "acme", times);
    stream.destroy();
    await once(stream, "close");
  }
  const streams = Array.from({ length: liveBounds.shareMax }, () => openLiveStream({ live }, "acme", times));
  expect(() => openLiveStream({ live }, "acme", times)).toThrow(/Too many/);
  openLiveStream({ live }, "beta", times).destroy();
  for (const stream of streams) stream.destroy();
});

test("all organizations together have no more streams than one process serves", async () => {
  const { live } = open();
  const streams = Array.from({ length: liveBounds.max }, (_, n) =>
    openLiveStream({ live }, `org-${n}`, times),
  );
  expect(() => openLiveStream({ live }, "one-more", times)).toThrow(/Too many/);
  for (const stream of streams) stream.destroy();
});

test("whoever does not read is sent no beats without end", async () => {
  const { live } = open();
  const stream = openLiveStream({ live }, "acme", { beatMs: 1, livesMs: 60_000 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  // Nobody read anything yet: what is kept for the reader stays within the stream's own measure.
  expect(stream.readableLength).toBeLessThanOrEqual(2 * stream.readableHighWaterMark);
  stream.destroy();
});

test("waiting for an event ends with it, in time, or when nobody waits any more", async () => {
  const { live } = open();
  const never = new AbortController();
  expect(await untilEvent({ live }, "acme", 0, 10_000, never.signal)).toBe(true);
  expect(await untilEvent({ live }, "acme", 1_000, 20, never.signal)).toBe(false);
  expect(await untilEvent({ live }, "acme", 0, 0, never.signal)).toBe(false);
  const gone = new AbortController();
  const waiting = untilEvent({ live }, "acme", 1_000, 60_000, gone.signal);
  gone.abort();
  expect(await waiting).toBe(false);
  const stopped = untilEvent({ live }, "acme", 1_000, 60_000, never.signal);
  live.watch.close();
  expect(await stopped).toBe(false);
  expect(await untilEvent({ live }, "acme", 1_000, 60_000, never.signal)).toBe(false);
});

test("those who wait are bounded, and give their place back", async () => {
  const { live } = open();
  const gone = new AbortController();
  const wait = () => untilEvent({ live }, "acme", 1_000, 60_000, gone.signal);
  const waiting = Array.from({ length: liveBounds.shareMax }, wait);
  expect(wait).toThrow(/Too many/);
  gone.abort();
  await Promise.all(waiting);
  const again = new AbortController();
  const one = untilEvent({ live }, "acme", 1_000, 60_000, again.signal);
  again.abort();
  expect(await one).toBe(false);
});

test("whoever may listen no more is let go with the next beat; where that cannot be found out, they stay", async () => {
  const { live } = open();
  const answers = [
    () => Promise.reject(new Error("the database is away")),
    async () => true,
    async () => false,
  ];
  let asked = 0;
  const mayStay = async () => {
    asked += 1;
    return (answers[asked - 1] ?? (async () => false))();
  };
  await text(openLiveStream({ live }, "acme", { ...times, mayStay }));
  expect(asked).toBeGreaterThanOrEqual(answers.length);
  const giveBack = live.streams.take("acme", liveBounds.shareMax);
  expect(giveBack).not.toBeNull();
});
