import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { openPulse, type Pulse } from "./pulse.ts";

const never = new Promise<never>(() => undefined);
const STORE_PULSE_MS = 300;

let pulse: Pulse;
afterEach(() => pulse.close());

/** A database that answers only while it is not silent, and counts how often it is asked. */
function openDatabase() {
  const database = { isSilent: false, asked: 0, ask: () => Promise.resolve<unknown>(null) };
  database.ask = () => {
    database.asked += 1;
    return database.isSilent
      ? pause(100).then(() => Promise.reject(new Error("no answer")))
      : Promise.resolve();
  };
  pulse = openPulse({ STORE_PULSE_MS }, () => database.ask());
  return database;
}

test("work that is quick is not accompanied by a question", async () => {
  const database = openDatabase();
  expect(await pulse.guard(async () => "done")).toBe("done");
  await pause(50);
  expect(database.asked).toBe(0);
});

test("work that takes long is waited for while the database answers, and its own failure is what is thrown", async () => {
  openDatabase();
  expect(await pulse.guard(() => pause(3 * STORE_PULSE_MS, "done"))).toBe("done");
  await expect(pulse.guard(() => Promise.reject(new Error("its own")))).rejects.toThrow("its own");
});

test("once the database has been silent for long enough, all who wait are told, and who comes then at once", async () => {
  const database = openDatabase();
  database.isSilent = true;
  const startedAt = performance.now();
  const waiting = [pulse.guard(() => never), pulse.guard(() => never)];
  for (const each of waiting) await expect(each).rejects.toThrow("says nothing");
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(STORE_PULSE_MS - 50);
  let isBegun = false;
  const late = pulse.guard(async () => {
    isBegun = true;
  });
  await expect(late).rejects.toThrow("says nothing");
  expect(isBegun).toBe(false);
});

test("who comes after the database has answered again is let through", async () => {
  const database = openDatabase();
  database.isSilent = true;
  await expect(pulse.guard(() => never)).rejects.toThrow("says nothing");
  database.isSilent = false;
  await expect.poll(() => pulse.guard(async () => "done").catch(() => null), { timeout: 2_000 }).toBe("done");
});
