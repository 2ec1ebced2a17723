import { expect, test } from "vitest";
import { readConfig } from "../../shared/config.ts";
import { ScimError } from "../../shared/scim/error.ts";
import type { Settings } from "../../shared/store/documents.ts";
import { openRates } from "./rates.ts";

const settings: Settings = {
  provisionUsers: true,
  provisionGroups: true,
  linkedProfiles: "organization",
  withoutAddress: "refuse",
  invitationDays: 5,
  contact: "owner@acme.example",
};

function timed(environment: Record<string, string>) {
  let at = 0;
  const rates = openRates(readConfig(environment), () => at);
  /** The seconds to wait; 0 where the requests were let through. */
  const count = (requests: number, ratePerSecond?: number, already?: number, _id = "acme"): number => {
    const own = { ...settings, ...(ratePerSecond !== undefined && { ratePerSecond }) };
    try {
      rates.count({ _id, settings: own }, requests, already);
      return 0;
    } catch (error) {
      expect(error).toBeInstanceOf(ScimError);
      expect(error).toMatchObject({ fault: "tooManyRequests", status: 429 });
      return error instanceof ScimError ? (error.retryAfterSeconds ?? -1) : -1;
    }
  };
  return {
    count,
    pass: (ms: number) => {
      at += ms;
    },
  };
}

test("by default 25 a second go through for ever, also all at the start of each second", () => {
  const { count, pass } = timed({ SCIM_RATE_BURST: "1" });
  for (let second = 0; second < 1_000; second++) {
    for (let n = 0; n < 25; n++) expect(count(1)).toBe(0);
    pass(1_000);
  }
});

test("by default a thousand go through in one go; then the time is told in whole seconds, at least one", () => {
  const { count } = timed({});
  expect(count(1_000)).toBe(0);
  expect(count(1)).toBe(1);
  expect(count(26)).toBe(2);
  expect(count(1, undefined, 0, "another")).toBe(0);
});

test("an organization's own rate counts instead; 0 is none, here as there", () => {
  const quick = timed({ SCIM_RATE_PER_SECOND: "0" });
  for (let n = 0; n < 5_000; n++) expect(quick.count(100)).toBe(0);
  expect(quick.count(1_000, 5)).toBe(0);
  expect(quick.count(10, 5)).toBe(2);
  const usual = timed({});
  for (let n = 0; n < 5_000; n++) expect(usual.count(100, 0)).toBe(0);
});

test("a bulk counts once for each operation, however many it has", () => {
  const { count, pass } = timed({ SCIM_RATE_PER_SECOND: "10", SCIM_RATE_BURST: "20" });
  expect(count(1)).toBe(0);
  expect(count(100, undefined, 1)).toBe(0);
  expect(count(1)).toBe(9);
  pass(9_000);
  expect(count(1)).toBe(0);
  expect(count(100, undefined, 1)).toBe(2);
});
