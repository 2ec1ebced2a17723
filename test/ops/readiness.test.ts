/**
 * `/livez` and `/readyz` of both processes, while what they stand on goes away and comes back.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Mongod, startMongod } from "../../local/services/mongod.ts";
import { startNode } from "../../local/services/node.ts";
import { freePort } from "../../local/services/ports.ts";
import { type RedisServer, startRedis } from "../../local/services/redis.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { opsUrl, scrape } from "../support/ops.ts";

const password = "a long enough password";
let folder: string;
let mongodAt: { dataDir: string; port: number };
let redisAt: { dataDir: string; port: number };
let mongod: Mongod;
let redis: RedisServer;
let house: House;
let api: string;
let worker: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-readiness-"));
  mongodAt = { dataDir: join(folder, "mongod"), port: await freePort() };
  redisAt = { dataDir: join(folder, "redis"), port: await freePort() };
  [mongod, redis] = await Promise.all([startMongod(mongodAt), startRedis(redisAt)]);
  house = await openHouse({
    mongoUri: mongod.uri,
    redisUrl: redis.uri,
    environment: {
      METRICS_KEEP_MS: "1",
      METRICS_WAIT_MS: "1000",
      READY_WAIT_MS: "500",
      OPS_PASSWORD: password,
    },
  });
  api = await opsUrl(house, "api");
  worker = await opsUrl(house, "worker");
});
afterAll(async () => {
  await house.close();
  await Promise.all([mongod.stop(), redis.stop()]);
  await rm(folder, { recursive: true, force: true });
});

async function ask(url: string) {
  const response = await fetch(url);
  return { status: response.status, body: await response.json() };
}

/** Expects what `/readyz` says in the end, and that the process is seen to live all the same. */
async function expectReady(url: string, status: 200 | 503, checks: Record<string, unknown>): Promise<void> {
  await eventually(async () => {
    expect(await ask(`${url}/readyz`)).toMatchObject({ status, body: { ready: status === 200, checks } });
  });
  expect(await ask(`${url}/livez`)).toEqual({ status: 200, body: { live: true } });
}

const fine = { ok: true };
const bad = (cause: string) => ({ ok: false, cause: expect.stringContaining(cause) });

test("a house that has everything is ready", async () => {
  await expectReady(api, 200, { process: fine, mongodb: fine, redis: fine });
  await expectReady(worker, 200, { process: fine, mongodb: fine, redis: fine, consuming: fine });
});

test("while Redis is away the API is ready and says so; a worker is not, since no jobs reach it", async () => {
  await redis.kill();
  await expectReady(api, 200, { mongodb: fine, redis: bad("Redis did not answer") });
  await expectReady(worker, 503, { mongodb: fine, redis: bad("Redis"), consuming: bad("No jobs reach") });
  const { value } = await scrape(api);
  expect(value('rollcall_server_up{server="redis"}')).toBe(0);
  expect(value('rollcall_queue_jobs{queue="drain",state="waiting"}')).toBeUndefined();
  expect(value('rollcall_pending_records{collection="members"}')).toBe(0);
  const Authorization = `Basic ${Buffer.from(`operator:${password}`).toString("base64")}`;
  expect((await fetch(`${api}/queues/api/queues`, { headers: { Authorization } })).status).toBe(503);
  redis = await startRedis(redisAt);
  await expectReady(api, 200, { redis: fine });
  await expectReady(worker, 200, { redis: fine, consuming: fine });
  expect((await fetch(`${api}/queues/api/queues`, { headers: { Authorization } })).status).toBe(200);
});

test("while MongoDB hangs neither is ready, and both say so in time", async () => {
  process.kill(mongod.pid, "SIGSTOP");
  try {
    const startedAt = performance.now();
    await expectReady(api, 503, { mongodb: bad("MongoDB did not answer"), redis: fine });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    await expectReady(worker, 503, { mongodb: bad("MongoDB did not answer"), redis: fine });
    const { value } = await scrape(api);
    expect(value('rollcall_server_up{server="mongodb"}')).toBe(0);
    expect(value('rollcall_pending_records{collection="members"}')).toBeUndefined();
  } finally {
    process.kill(mongod.pid, "SIGCONT");
  }
  await expectReady(api, 200, { mongodb: fine });
  await expectReady(worker, 200, { mongodb: fine });
});

test("a process that was asked to stop is not ready, while it finishes what it has begun", async () => {
  const { port, hostname } = new URL(house.environment["PUBLIC_URL"] ?? "");
  // A request whose body does not come holds the process.
  const held = connect(Number(port), hostname);
  held.on("error", () => undefined);
  held.write("POST /scim/v2/x/Users HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n");
  await eventually(() => expect(held.readyState).toBe("open"));
  await expectReady(api, 200, {});
  const ended = house.api.stop();
  await expectReady(api, 503, { process: bad("asked to stop"), mongodb: fine });
  held.destroy();
  expect(await ended).toBe("exit code 0");
});

test("a process that waits for MongoDB lives, and is not ready before MongoDB is there", async () => {
  await mongod.kill();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = { ...house.environment, OPS_PORT: String(port) };
  const started = startNode({
    name: "api",
    script: "api/main.ts",
    environment,
    logFile: join(folder, "late.log"),
  });
  await eventually(async () => expect((await ask(`${url}/livez`)).status).toBe(200));
  await expectReady(url, 503, { process: bad("waits for MongoDB") });
  mongod = await startMongod(mongodAt);
  house.api = await started;
  await expectReady(url, 200, { process: fine, mongodb: fine });
});
