/**
 * The servers that all test files share: one mongod, one redis-server. Each file has a database and a queue prefix
 * of its own in them.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startMongod } from "../../local/services/mongod.ts";
import { startRedis } from "../../local/services/redis.ts";

declare module "vitest" {
  export interface ProvidedContext {
    mongoUri: string;
    redisUrl: string;
  }
}

export default async function startServers({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-test-"));
  const [mongod, redis] = await Promise.all([
    startMongod({ dataDir: join(folder, "mongod") }),
    startRedis({ dataDir: join(folder, "redis") }),
  ]);
  provide("mongoUri", mongod.uri);
  provide("redisUrl", redis.uri);
  return async () => {
    await Promise.all([mongod.stop(), redis.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
}
