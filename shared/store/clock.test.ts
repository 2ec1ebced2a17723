import { EventEmitter } from "node:events";
import { afterEach, expect, test, vi } from "vitest";
import { openClock } from "./clock.ts";

afterEach(() => vi.restoreAllMocks());

const hourMs = 3_600_000;
/** What one hears of a busy process, and of a machine. */
const nearMs = 100;

function openHeard() {
  const client = new EventEmitter();
  const clock = openClock(client);
  const hear = (reply: object) => client.emit("serverHeartbeatSucceeded", { reply });
  return { hear, aheadMs: () => clock.now().getTime() - Date.now() };
}

const at = (aheadMs: number) => new Date(Date.now() + aheadMs);

test("until MongoDB has said what time it is, the process's own clock counts", () => {
  expect(Math.abs(openHeard().aheadMs())).toBeLessThan(nearMs);
});

test.each([hourMs, -hourMs])(
  "a difference of %i ms to the server that takes writes is taken over",
  (aheadMs) => {
    const { hear, aheadMs: seen } = openHeard();
    hear({ isWritablePrimary: true, localTime: at(aheadMs) });
    expect(Math.abs(seen() - aheadMs)).toBeLessThan(nearMs);
  },
);

test.each([
  ["a server that takes no writes", { isWritablePrimary: false, localTime: at(hourMs) }],
  ["a server that does not say what time it is", { isWritablePrimary: true }],
  ["a difference that a busy process makes", { isWritablePrimary: true, localTime: at(-900) }],
])("%s changes nothing", (_, reply) => {
  const { hear, aheadMs } = openHeard();
  hear(reply);
  expect(Math.abs(aheadMs())).toBeLessThan(nearMs);
});

test("setting the process's own clock changes nothing", () => {
  const { aheadMs } = openHeard();
  const { now } = Date;
  vi.spyOn(Date, "now").mockImplementation(() => now() + hourMs);
  expect(Math.abs(aheadMs() + hourMs)).toBeLessThan(nearMs);
});
