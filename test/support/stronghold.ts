/**
 * A house whose servers are the test's own, to be killed: mongod and redis keep their ports, so what comes back is
 * found again.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Mongod, startMongod } from "../../local/services/mongod.ts";
import { freePort } from "../../local/services/ports.ts";
import { type RedisServer, startRedis } from "../../local/services/redis.ts";
import { type House, openHouse } from "./house.ts";

export type Stronghold = {
  readonly house: House;
  /** Kills mongod, and starts it on what it had journaled. */
  killMongod(): Promise<void>;
  /** Kills redis; it stays away until it is started. */
  killRedis(): Promise<void>;
  /** Starts redis again, as it was or empty. */
  startRedis(how: "kept" | "wiped"): Promise<void>;
  killApi(): Promise<void>;
  killWorker(): Promise<void>;
  close(): Promise<void>;
};

export async function openStronghold(environment: Record<string, string> = {}): Promise<Stronghold> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-stronghold-"));
  const mongodAt = { dataDir: join(folder, "mongod"), port: await freePort() };
  const redisAt = { dataDir: join(folder, "redis"), port: await freePort() };
  let mongod: Mongod = await startMongod(mongodAt);
  let redis: RedisServer = await startRedis(redisAt);
  const house = await openHouse({ mongoUri: mongod.uri, redisUrl: redis.uri, environment });
  return {
    house,
    killMongod: async () => {
      await mongod.kill();
      mongod = await startMongod(mongodAt);
    },
    killRedis: async () => void (await redis.kill()),
    startRedis: async (how) => {
      if (how === "wiped") await rm(redisAt.dataDir, { recursive: true, force: true });
      redis = await startRedis(redisAt);
    },
    killApi: async () => {
      await house.api.kill();
      await house.startApi();
    },
    killWorker: async () => {
      await house.worker.kill();
      await house.startWorker();
    },
    close: async () => {
      await house.close();
      await Promise.all([mongod.stop(), redis.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
