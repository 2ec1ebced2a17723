import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { readConfig } from "../../shared/config.ts";
import { openLog } from "../../shared/log.ts";
import { connectionsMax, type Kept, openConnections, writtenMax } from "./write-behind.ts";

const log = openLog(readConfig({ LOG_LEVEL: "silent" }), "test");
const call = { at: new Date(0), method: "GET", path: "/scim/v2/acme/Users", status: 200, hungUp: false };

/** Notes that are written into a list; `write` may refuse, or leave some. */
function open(write: (kept: readonly Kept[]) => readonly Kept[] = (kept) => kept, slowMs = 0) {
  const written: { _id: string; calls: number }[] = [];
  const sizes: number[] = [];
  const connections = openConnections(
    async (kept) => {
      sizes.push(kept.length);
      await pause(slowMs);
      const done = write(kept);
      written.push(...done.map(({ _id, seen }) => ({ _id, calls: seen.cycle.calls })));
      return done;
    },
    2,
    log,
  );
  const total = () => written.reduce((sum, { calls }) => sum + calls, 0);
  return { connections, written, sizes, total };
}

test("calls are written in one go, by organization and key", async () => {
  const { connections, written, sizes } = open();
  for (let n = 0; n < 3; n += 1) connections.note("acme", "k1", call);
  connections.note("acme", null, call);
  connections.note("beta", "k1", call);
  await connections.close();
  expect(sizes).toEqual([3]);
  expect(written).toEqual([
    { _id: "acme:k1", calls: 3 },
    { _id: "acme:", calls: 1 },
    { _id: "beta:k1", calls: 1 },
  ]);
});

test("each call is written once, also those that come while a slow write is under way", async () => {
  const { connections, total } = open(undefined, 10);
  for (let n = 0; n < 200; n += 1) {
    connections.note("acme", "k1", call);
    if (n % 10 === 0) await pause(1);
  }
  await connections.close();
  expect(total()).toBe(200);
});

test("what could not be written is kept, and written later", async () => {
  let away = true;
  const { connections, total } = open((kept) => {
    if (away) throw new Error("the database is away");
    return kept;
  });
  connections.note("acme", "k1", call);
  await pause(20);
  connections.note("acme", "k1", call);
  away = false;
  await connections.close();
  expect(total()).toBe(2);
});

test("what met others who wrote is written the next time, and the rest not again", async () => {
  let first = true;
  const { connections, written } = open((kept) => {
    const done = first ? kept.slice(1) : kept;
    first = false;
    return done;
  });
  connections.note("acme", "k1", call);
  connections.note("beta", "k1", call);
  await connections.close();
  expect(written.map(({ _id }) => _id).sort()).toEqual(["acme:k1", "beta:k1"]);
});

test("closing ends also where nothing can be written", async () => {
  const { connections, total } = open(() => {
    throw new Error("the database is away");
  });
  connections.note("acme", "k1", call);
  await connections.close();
  expect(total()).toBe(0);
});

test("memory and bulks are bounded", async () => {
  const { connections, written, sizes } = open();
  for (let n = 0; n < connectionsMax + 100; n += 1) connections.note(`org-${n}`, "k1", call);
  await connections.close();
  expect(written).toHaveLength(connectionsMax);
  expect(Math.max(...sizes)).toBe(writtenMax);
});
