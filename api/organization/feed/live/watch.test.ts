import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readConfig } from "../../../../shared/config.ts";
import { openLog } from "../../../../shared/log.ts";
import type { Look } from "./look.ts";
import { openWatch } from "./watch.ts";

const log = openLog(readConfig({ LOG_LEVEL: "silent" }), "test");
const nothing: Look = { lastEvent: 0, pending: 0, openFailures: 0, requests: 0 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A watch over what the test says there is; `looks` counts how often it looked at each organization. */
function open() {
  const looks = new Map<string, number>();
  const now = { look: nothing, isAway: false };
  const watch = openWatch(
    (organization) => async () => {
      looks.set(organization, (looks.get(organization) ?? 0) + 1);
      if (now.isAway) throw new Error("the database is away");
      return now.look;
    },
    log,
  );
  const listen = (organization: string) => {
    const heard: number[] = [];
    const ended: true[] = [];
    const leave = watch.listen(organization, {
      hear: ({ lastEvent }) => void heard.push(lastEvent),
      end: () => void ended.push(true),
    });
    return { heard, ended, leave };
  };
  return { watch, looks, now, listen };
}

test("whoever listens hears what is, and then only what has changed", async () => {
  const { now, listen } = open();
  const one = listen("acme");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(one.heard).toEqual([0]);
  now.look = { ...nothing, lastEvent: 7 };
  await vi.advanceTimersByTimeAsync(500);
  const late = listen("acme");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(one.heard).toEqual([0, 7]);
  expect(late.heard).toEqual([7]);
  one.leave();
  late.leave();
});

test("however many listen there is one look at a time, and none once nobody listens", async () => {
  const { looks, listen } = open();
  const all = Array.from({ length: 20 }, () => listen("acme"));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(looks.get("acme")).toBe(11);
  expect([...looks.keys()]).toEqual(["acme"]);
  for (const { leave } of all) leave();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(looks.get("acme")).toBe(11);
  expect(vi.getTimerCount()).toBe(0);
});

test("whoever leaves and comes back at once is looked for once, and hears again", async () => {
  const { looks, listen } = open();
  for (let n = 0; n < 50; n += 1) listen("acme").leave();
  const last = listen("acme");
  await vi.advanceTimersByTimeAsync(0);
  const before = looks.get("acme") ?? 0;
  await vi.advanceTimersByTimeAsync(5_000);
  expect((looks.get("acme") ?? 0) - before).toBe(10);
  expect(last.heard).toEqual([0]);
  last.leave();
});

test("a look that fails is followed by the next", async () => {
  const { now, listen } = open();
  now.isAway = true;
  const one = listen("acme");
  await vi.advanceTimersByTimeAsync(3_000);
  expect(one.heard).toEqual([]);
  now.isAway = false;
  await vi.advanceTimersByTimeAsync(500);
  expect(one.heard).toEqual([0]);
  one.leave();
});

test("a listener hears of its own organization alone", async () => {
  const { listen, looks } = open();
  const [acme, beta] = [listen("acme"), listen("beta")];
  await vi.advanceTimersByTimeAsync(100);
  acme.leave();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([looks.get("acme"), looks.get("beta")]).toEqual([1, 3]);
  beta.leave();
});

test("closing ends all, and those who come later, and nothing runs on", async () => {
  const { watch, listen } = open();
  const before = [listen("acme"), listen("acme"), listen("beta")];
  await vi.advanceTimersByTimeAsync(100);
  watch.close();
  const after = listen("acme");
  expect(after.ended).toEqual([]);
  await vi.advanceTimersByTimeAsync(0);
  for (const { ended } of [...before, after]) expect(ended).toEqual([true]);
  for (const { leave } of before) leave();
  expect(vi.getTimerCount()).toBe(0);
});
