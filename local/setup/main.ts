/**
 * Makes sure that there are a MongoDB and a Redis, and prints where they are.
 * It starts nothing; what it had to get is in the cache for the next time.
 */
import { describeFailure } from "../trouble.ts";
import { findMongod, type MongodSource } from "./mongod.ts";
import { findRedisServer, type RedisSource } from "./redis.ts";

try {
  console.log(describe("mongod", await findMongod()));
  console.log(describe("redis-server", await findRedisServer()));
} catch (failure) {
  console.error(`\n${describeFailure(failure)}`);
  process.exitCode = 1;
}

function describe(name: string, source: MongodSource | RedisSource): string {
  if ("uri" in source) return `${name}: the server named by the environment`;
  return `${name} ${source.version}: ${source.path} (${source.from})`;
}
