import { describe, expect, it } from "vitest";
import { agoHoldsMs, agoInWords, spanInWords } from "./ago-words.ts";

const now = Date.parse("2026-11-27T12:00:00Z");
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe("how long ago", () => {
  it.each([
    [0, "just now"],
    [59_999, "just now"],
    [minute, "1 minute ago"],
    [2 * minute - 1, "1 minute ago"],
    [59 * minute, "59 minutes ago"],
    [hour, "1 hour ago"],
    [23.9 * hour, "23 hours ago"],
    [day, "1 day ago"],
    [29 * day, "29 days ago"],
    [30 * day, "1 month ago"],
    [364 * day, "12 months ago"],
    [800 * day, "2 years ago"],
    // Clocks differ by a little; nothing that has happened is said to come.
    [-5_000, "just now"],
    [-45_000, "in a minute"],
    [-4 * day, "in 4 days"],
  ])("%d ms", (ms, words) => {
    expect(agoInWords(now - ms, now)).toBe(words);
  });

  it("is said anew more often while it changes fast", () => {
    expect(agoHoldsMs(now, now)).toBeLessThan(minute);
    expect(agoHoldsMs(now - 2 * day, now)).toBeGreaterThan(minute);
  });
});

describe("a span", () => {
  it.each([
    [0, "0 ms"],
    [999.4, "999 ms"],
    [1_240, "1.2 s"],
    [59_000, "59 s"],
    [61_000, "1 min"],
    [2 * hour, "2 h"],
  ])("of %d ms", (ms, words) => {
    expect(spanInWords(ms)).toBe(words);
  });
});
