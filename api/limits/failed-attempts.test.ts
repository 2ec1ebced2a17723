import { expect, test } from "vitest";
import { readConfig } from "../../shared/config.ts";
import { openFailedAttempts } from "./failed-attempts.ts";

function timed(environment: Record<string, string> = {}) {
  let at = 0;
  const { count } = openFailedAttempts(readConfig(environment), () => at);
  const isCounted = (address: string, organization: string) => count(address, organization) === 0;
  return {
    count,
    isCounted,
    pass: (ms: number) => {
      at += ms;
    },
  };
}

const times = (amount: number, act: () => boolean) =>
  Array.from({ length: amount }, act).filter((counted) => counted).length;

test("sixty a minute from one address, whichever organizations they name; then one each second", () => {
  const { isCounted, pass } = timed();
  let n = 0;
  const guess = () => isCounted("192.0.2.1", `org-${n++}`);
  expect(times(100, guess)).toBe(60);
  pass(1_000);
  expect(times(100, guess)).toBe(1);
  expect(isCounted("192.0.2.2", "org-1")).toBe(true);
});

test("six hundred a minute for one organization, from whichever addresses", () => {
  const { isCounted } = timed();
  let n = 0;
  const guess = () => isCounted(`192.0.2.${n++ % 250}`, "acme");
  expect(times(1_000, guess)).toBe(600);
  expect(isCounted("198.51.100.1", "other")).toBe(true);
});

test("an address that is refused uses up nothing of the organization's", () => {
  const { isCounted } = timed({
    AUTH_FAILURES_PER_MINUTE: "1",
    AUTH_FAILURES_PER_MINUTE_OF_ORGANIZATION: "2",
  });
  expect(times(100, () => isCounted("192.0.2.1", "acme"))).toBe(1);
  expect(isCounted("192.0.2.2", "acme")).toBe(true);
  expect(isCounted("192.0.2.3", "acme")).toBe(false);
});

test("both limits say the same", () => {
  const { count } = timed({ AUTH_FAILURES_PER_MINUTE: "5", AUTH_FAILURES_PER_MINUTE_OF_ORGANIZATION: "5" });
  const said = (address: (n: number) => string, organization: (n: number) => string) => {
    for (let n = 0; n < 5; n++) count(address(n), organization(n));
    return count(address(0), organization(0));
  };
  const byAddress = said(
    () => "192.0.2.1",
    (n) => `one-${n}`,
  );
  const byOrganization = said(
    (n) => `192.0.3.${n}`,
    () => "acme",
  );
  expect([byAddress, byOrganization]).toEqual([12, 12]);
});

test("0 is no limit", () => {
  const { isCounted } = timed({
    AUTH_FAILURES_PER_MINUTE: "0",
    AUTH_FAILURES_PER_MINUTE_OF_ORGANIZATION: "0",
  });
  expect(times(5_000, () => isCounted("192.0.2.1", "acme"))).toBe(5_000);
});
